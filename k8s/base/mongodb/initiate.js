// Initiates the replica set, adds missing members, and creates or updates its users. Idempotent.

// How long members wait for a primary before they elect a new one. MongoDB's default is 10 seconds.
const ELECTION_TIMEOUT_MS = 3000;

// Initiates a new set only if all members answer and none has a configuration. A first member that lost its
// volume has none either, but another member still has one and restores it.
function initiate() {
  const unconfigured = retry("members", () => {
    let failure;
    const open = [];
    for (const host of members) {
      try {
        const member = connectAsMember(host, "directConnection=true");
        if (run(member, { hello: 1 }).setName) return [];
        open.push(member);
      } catch (error) {
        failure = error;
      }
    }
    if (failure) throw failure;
    return open;
  });
  if (unconfigured.length === 0) return;
  const config = {
    _id: setName,
    members: [{ _id: 0, host: members[0] }],
    settings: { electionTimeoutMillis: ELECTION_TIMEOUT_MS },
  };
  run(unconfigured[0], { replSetInitiate: config });
  print(`Initiated ${setName} with ${members[0]}.`);
}

function setElectionTimeout(primary) {
  if (readConfig(primary).settings.electionTimeoutMillis === ELECTION_TIMEOUT_MS) return;
  reconfigure("election timeout", primary, (config) => {
    config.settings.electionTimeoutMillis = ELECTION_TIMEOUT_MS;
  });
  print(`Set the election timeout to ${ELECTION_TIMEOUT_MS} ms.`);
}

function createOrUpdateUser(database, name, passwordFile, roles) {
  const exists = run(database, { usersInfo: name }).users.length > 0;
  const command = exists ? "updateUser" : "createUser";
  run(database, { [command]: name, pwd: readSecret(passwordFile), roles });
  print(`${exists ? "Updated" : "Created"} the user ${name}.`);
}

function addMember(primary, host) {
  if (readConfig(primary).members.some((member) => member.host === host)) return;
  reconfigure(host, primary, (config) => {
    const _id = Math.max(...config.members.map((member) => member._id)) + 1;
    config.members.push({ _id, host });
  });
  retry(host, () => memberState(primary, host) === "SECONDARY");
  print(`Added ${host}.`);
}

initiate();
const primary = connectToPrimary();
setElectionTimeout(primary);
createOrUpdateUser(primary, "root", "root-password", [{ role: "root", db: "admin" }]);
const worklog = primary.getSiblingDB("worklog");
createOrUpdateUser(worklog, "worklog", "worklog-password", [{ role: "readWrite", db: "worklog" }]);
members.forEach((host) => addMember(primary, host));
