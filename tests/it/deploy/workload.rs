//! Prepares a container as the kubelet does, with a directory as the root of its file system.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::readme::Cluster;
use super::{Objects, Pod, at, items, of_kind, word};

/// A command and its environment.
pub(super) struct Workload {
    pub(super) command: Vec<String>,
    pub(super) env: BTreeMap<String, String>,
}

/// The sources of a container's configuration and secrets.
pub(super) struct Sources<'a> {
    pub(super) objects: &'a Objects,
    pub(super) cluster: &'a Cluster,
}

impl Sources<'_> {
    /// Creates the volumes of a container below `root`. Returns its command and environment, with
    /// paths below `root`. `image` is the image's environment.
    pub(super) fn prepare(
        &self,
        pod: &Pod,
        container: &Value,
        image: &BTreeMap<String, String>,
        root: &Path,
    ) -> Workload {
        let mut env = image.clone();
        for from in items(container, "/envFrom") {
            env.extend(self.config_map(word(from, "/configMapRef/name")));
        }
        for variable in items(container, "/env") {
            let value = if variable.get("value").is_some() {
                word(variable, "/value").to_owned()
            } else if at(variable, "/valueFrom/secretKeyRef/optional") == true {
                continue;
            } else {
                assert!(variable["valueFrom"].get("fieldRef").is_some(), "{variable}");
                "pod".to_owned()
            };
            env.insert(word(variable, "/name").to_owned(), value);
        }
        let mounts: Vec<_> =
            items(container, "/volumeMounts").map(|mount| word(mount, "/mountPath")).collect();
        for mount in items(container, "/volumeMounts") {
            self.fill(pod, mount, root);
        }
        let inside = |text: &str| {
            let is_mounted = mounts.iter().any(|mount| text.starts_with(mount));
            if is_mounted { format!("{}{text}", root.display()) } else { text.to_owned() }
        };
        let words = items(container, "/command").chain(items(container, "/args"));
        let command = words.map(|word| inside(&expand(word.as_str().expect("text"), &env)));
        let command = command.collect();
        let env = env.iter().map(|(name, value)| (name.clone(), inside(value))).collect();
        Workload { command, env }
    }

    fn fill(&self, pod: &Pod, mount: &Value, root: &Path) {
        let directory = root.join(word(mount, "/mountPath").trim_start_matches('/'));
        fs::create_dir_all(&directory).expect("created");
        let volume = items(pod.spec, "/volumes").find(|one| one["name"] == mount["name"]);
        let volume = volume.expect("a volume");
        for (file, text) in self.config_map(word(volume, "/configMap/name")) {
            fs::write(directory.join(file), text).expect("written");
        }
        for item in items(volume, "/secret/items") {
            let secret =
                self.cluster.secret(word(volume, "/secret/secretName"), word(item, "/key"));
            fs::write(directory.join(word(item, "/path")), secret).expect("written");
        }
    }

    fn config_map(&self, name: &str) -> BTreeMap<String, String> {
        let base = &super::all()[0].1;
        let all = of_kind(self.objects, "ConfigMap").chain(of_kind(base, "ConfigMap"));
        let found = all.into_iter().find(|map| map.name() == name);
        let data = found.and_then(|map| map.at("/data").as_object());
        let data = data.into_iter().flatten();
        data.map(|(key, text)| (key.clone(), text.as_str().expect("text").to_owned())).collect()
    }
}

/// Replaces `$(NAME)`, as the kubelet does.
fn expand(text: &str, env: &BTreeMap<String, String>) -> String {
    env.iter()
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("$({name})"), value))
}
