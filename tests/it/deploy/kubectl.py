#!/usr/bin/env python3
"""Simulates kubectl and a cluster for the commands in k8s/README.md.

Keeps objects as JSON in $STATE. Jobs complete at once, except one named $FAILING_JOB. Refuses what an API server
refuses, and what would stop Worklog: too few members for a majority, replicas set despite an autoscaler, a restore
while servers run.
"""
import json, os, subprocess, sys
import yaml

PATH = os.environ["STATE"] + "/cluster.json"
KINDS = {"configmap": "ConfigMap", "cronjob": "CronJob", "horizontalpodautoscaler": "HorizontalPodAutoscaler", "poddisruptionbudget": "PodDisruptionBudget",
         "persistentvolumeclaim": "PersistentVolumeClaim", "statefulset": "StatefulSet"}
cluster = json.load(open(PATH)) if os.path.exists(PATH) else {"objects": {}, "members": 0}
objects = cluster["objects"]


def refuse(why):
    sys.exit(f"kubectl {' '.join(sys.argv[1:])}: {why}")


def key(kind, name):
    return f"{KINDS.get(kind.lower(), kind.capitalize())}/{name}"


def get(kind, name):
    return objects.get(key(kind, name)) or refuse(f"{kind} {name} not found")


def put(found):
    objects[f"{found['kind']}/{found['metadata']['name']}"] = found


def labels(found):
    return found["metadata"].get("labels", {})


def matching(kind, selector):
    name, _, values = selector.replace(" in (", "=").rstrip(")").partition("=")
    values = values.replace(" ", "").split(",")
    if kind == "pod":
        return [1] * sum(found["spec"].get("replicas", 1) for found in objects.values()
                         if found["kind"] == "Deployment" and labels(found).get(name) in values)
    return [one for one, found in objects.items()
            if found["kind"] == kind.capitalize() and labels(found).get(name) in values]


def started(job):
    for container in job["spec"]["template"]["spec"]["containers"]:
        env = {one["name"]: one.get("value", "") for one in container.get("env", [])}
        hosts = env.get("MONGODB_MEMBERS", "").split(",")
        component = labels(job)["app.kubernetes.io/component"]
        if component == "initiation":
            cluster["members"] = max(cluster["members"], len(hosts))
        if component == "scale-down":
            cluster["members"] = len(hosts)
        if "BACKUP" in env and env["BACKUP"] != cluster.get("backup"):
            refuse(f"no backup {env['BACKUP']}")
        if component == "restore" and get("Deployment", "worklog")["spec"]["replicas"]:
            refuse("restores beside running servers")
    for volume in job["spec"]["template"]["spec"].get("volumes", []):
        if "configMap" in volume:
            get("ConfigMap", volume["configMap"]["name"])


def apply(text):
    for new in yaml.safe_load_all(text):
        kind, name = new["kind"], new["metadata"]["name"]
        old = objects.get(f"{kind}/{name}")
        if kind != "Namespace" and "Namespace/worklog" not in objects:
            refuse("namespace worklog not found")
        if kind == "Job" and old and old["spec"] != new["spec"]:
            refuse(f"Job {name}: field is immutable")
        if kind == "StatefulSet" and new["spec"]["replicas"] < cluster["members"]:
            refuse("too few members for a majority")
        if kind == "Deployment":
            scaled = "HorizontalPodAutoscaler/worklog" in objects
            if scaled and "replicas" in new["spec"]:
                refuse("sets a number of servers beside an autoscaler")
            replicas = old["spec"]["replicas"] if old and scaled else 1
            new["spec"].setdefault("replicas", replicas)
        put(new)
        if kind == "Job" and old:
            new["status"] = old["status"]
        elif kind == "Job":
            fails = name == os.environ.get("FAILING_JOB")
            new["status"] = "failed" if fails else "complete"
            fails or started(new)


def option(name):
    for at, word in enumerate(words):
        if word == f"--{name}":
            return words[at + 1]
        if word.startswith(f"--{name}="):
            return word.partition("=")[2]
    return None


def kustomize(directory):
    return subprocess.run([os.environ["KUBECTL"], "kustomize", directory], check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def create():
    if words[1] == "job":
        cron = get("CronJob", option("from").partition("/")[2])
        if f"Job/{words[-1]}" in objects:
            refuse("already exists")
        template = cron["spec"]["jobTemplate"]
        put({"kind": "Job", "metadata": {"name": words[-1]}, "spec": template["spec"], "status": "complete"})
        cluster["backup"] = "worklog-2026-01-31T02-17-21Z.backup"
        return
    if "pod-security.kubernetes.io/enforce" not in labels(get("Namespace", "worklog")):
        refuse("the namespace is not restricted yet")
    kind, name = words[2], words[3]
    if f"Secret/{name}" in objects:
        refuse("already exists")
    data = {}
    for word in words[4:]:
        flag, _, rest = word.partition("=")
        if flag == "--from-file":
            data[rest.partition("=")[0]] = open(rest.partition("=")[2]).read()
        elif flag in ("--cert", "--key"):
            data[flag] = open(rest).read()
    put({"kind": "Secret", "type": kind, "metadata": {"name": name}, "data": data})


def delete():
    if words[1] == "namespace":
        if not get("Deployment", "worklog")["spec"]["replicas"]:
            refuse("no servers were started again")
        return objects.clear()
    if option("selector"):
        for one in matching(words[1], option("selector")):
            del objects[one]
        return None
    for name in [word for word in words[2:] if not word.startswith("--")]:
        claims = words[1] == "persistentvolumeclaim" and name.startswith("data-mongodb-")
        found = objects.pop(key(words[1], name), None)
        if not found and not claims and "--ignore-not-found" not in words:
            refuse(f"{name} not found")


def wait():
    kind = [word for word in words[1:] if not word.startswith("--")]
    if option("selector"):
        found = matching("pod" if "pod" in kind else "job", option("selector"))
        if bool(found) == (option("for") == "delete"):
            refuse("times out" if found else "no matching resources found")
        found = [objects[one] for one in found if one in objects]
    else:
        found = [get(*kind[0].split("/"))]
    if any(one.get("status") != "complete" for one in found):
        refuse("times out")


def main():
    verb = words[0]
    if verb == "kustomize":
        print(kustomize(words[1]))
    elif verb == "apply":
        file = option("filename")
        apply(kustomize(option("kustomize")) if not file else sys.stdin.read() if file == "-" else open(file).read())
    elif verb in ("create", "delete", "wait"):
        {"create": create, "delete": delete, "wait": wait}[verb]()
    elif verb == "patch":
        get("Secret", words[2])["data"].update(json.load(open(option("patch-file")))["stringData"])
    elif verb == "rollout":
        get(*words[2].split("/"))
    elif verb == "scale":
        get(*words[1].split("/"))["spec"]["replicas"] = int(option("replicas"))
    elif verb == "get":
        print(get(words[1], words[2])["spec"]["replicas"], end="")
    elif verb == "exec":
        get(*next(word for word in words if "/" in word).split("/"))
        sys.stdin.readline() or refuse("no password")
    elif verb == "logs":
        if not option("selector"):
            get(*words[1].split("/"))
        if option("container") == "keep":
            print(f"Created {cluster['backup']}.")
    elif verb != "label":
        refuse("unknown command")


words = sys.argv[1:]
if words[0] == "--namespace":
    if words[1] != "worklog":
        refuse("another namespace")
    words = words[2:]
main()
json.dump(cluster, open(PATH, "w"))
