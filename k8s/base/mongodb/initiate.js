// Makes the members in MONGODB_MEMBERS one replica set, and its users. Run by mongosh, as often as one
// likes: it does what is missing. It proves itself with the key that the members share, since there are
// no users at first.

const read = (name) =>
  require("fs").readFileSync(`${process.env.MONGODB_SECRETS}/${name}`, "utf8").replace(/\s/g, "");
const set = process.env.MONGODB_REPLICA_SET;
const members = process.env.MONGODB_MEMBERS.split(",");
const key = encodeURIComponent(read("keyfile"));
const PATIENCE = 180;

function admin(hosts, how) {
  const address = `mongodb://__system:${key}@${hosts}/admin?authSource=local&${how}`;
  return connect(`${address}&authMechanism=SCRAM-SHA-256&serverSelectionTimeoutMS=3000`);
}

// Tries until it works, each second.
function until(what, act) {
  for (let tries = 1; ; tries += 1) {
    try {
      const found = act();
      if (found) return found;
      if (tries === PATIENCE) throw new Error("it did not come about");
    } catch (error) {
      if (tries === PATIENCE) throw new Error(`${what}: ${error.message}`);
    }
    sleep(1000);
  }
}

function run(database, command) {
  const answer = database.runCommand(command);
  if (!answer.ok) throw new Error(answer.errmsg);
  return answer;
}

function initiate() {
  const all = members.map((host) => until(host, () => admin(host, "directConnection=true")));
  // A first member that lost its volume is in no set: the others take it back by themselves.
  if (all.some((member) => run(member, { hello: 1 }).setName)) return;
  run(all[0], { replSetInitiate: { _id: set, members: [{ _id: 0, host: members[0] }] } });
  print(`Initiated ${set} with ${members[0]}.`);
}

// One after the other, as MongoDB asks for members that vote.
function add(database, host) {
  const { config } = run(database, { replSetGetConfig: 1 });
  if (config.members.some((member) => member.host === host)) return;
  const _id = Math.max(...config.members.map((member) => member._id)) + 1;
  config.members.push({ _id, host });
  config.version += 1;
  until(host, () => run(database, { replSetReconfig: config }));
  until(host, () => {
    const { members: states } = run(database, { replSetGetStatus: 1 });
    return states.some((state) => state.name === host && state.stateStr === "SECONDARY");
  });
  print(`Added ${host}.`);
}

function allow(database, user, file, roles) {
  const known = run(database, { usersInfo: user }).users.length > 0;
  run(database, { [known ? "updateUser" : "createUser"]: user, pwd: read(file), roles });
  print(`${known ? "Renewed" : "Made"} the user ${user}.`);
}

initiate();
const primary = until("primary", () => {
  const found = admin(members.join(","), `replicaSet=${set}`);
  return run(found, { hello: 1 }).isWritablePrimary && found;
});
members.forEach((host) => add(primary, host));
allow(primary, "root", "root-password", [{ role: "root", db: "admin" }]);
const worklog = primary.getSiblingDB("worklog");
allow(worklog, "worklog", "worklog-password", [{ role: "readWrite", db: "worklog" }]);
