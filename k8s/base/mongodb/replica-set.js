// Functions shared by initiate.js and scale-down.js. mongosh loads this file first. Connections authenticate with
// the members' shared key, because a new replica set has no users.
//
// MONGODB_REPLICA_SET  name of the replica set
// MONGODB_MEMBERS      host:port of each member that the set should have, separated by commas
// MONGODB_SECRETS      directory where the Secret `mongodb` is mounted

const setName = process.env.MONGODB_REPLICA_SET;
const members = process.env.MONGODB_MEMBERS.split(",");
const TIMEOUT_SECONDS = 180;

function readSecret(name) {
  const file = `${process.env.MONGODB_SECRETS}/${name}`;
  return require("fs").readFileSync(file, "utf8").replace(/\s/g, "");
}

function connectAsMember(hosts, options) {
  const key = encodeURIComponent(readSecret("keyfile"));
  const address = `mongodb://__system:${key}@${hosts}/admin?authSource=local&${options}`;
  return connect(`${address}&authMechanism=SCRAM-SHA-256&serverSelectionTimeoutMS=3000`);
}

// Calls `act` once a second until it returns a truthy value, and returns that value.
function retry(what, act) {
  const deadline = Date.now() + TIMEOUT_SECONDS * 1000;
  for (;;) {
    let reason = "timed out";
    try {
      const found = act();
      if (found) return found;
    } catch (error) {
      reason = error.message;
    }
    if (Date.now() > deadline) throw new Error(`${what}: ${reason}`);
    sleep(1000);
  }
}

function run(database, command) {
  const reply = database.runCommand(command);
  if (!reply.ok) throw new Error(reply.errmsg);
  return reply;
}

function isPrimary(database) {
  return run(database, { hello: 1 }).isWritablePrimary;
}

function connectToPrimary() {
  return retry("no primary", () => {
    const found = connectAsMember(members.join(","), `replicaSet=${setName}`);
    return isPrimary(found) && found;
  });
}

function readConfig(primary) {
  return run(primary, { replSetGetConfig: 1 }).config;
}

// Applies a change to the current configuration. MongoDB adds or removes only one voting member at a time.
function reconfigure(what, primary, change) {
  retry(what, () => {
    const config = readConfig(primary);
    change(config);
    config.version += 1;
    return run(primary, { replSetReconfig: config });
  });
}

function memberState(primary, host) {
  const { members: states } = run(primary, { replSetGetStatus: 1 });
  return states.find((state) => state.name === host)?.stateStr;
}
