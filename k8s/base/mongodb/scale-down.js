// Removes all members except the first of MONGODB_MEMBERS from the replica set. Idempotent. If that member isn't
// healthy, nothing changes.

const [remaining] = members;

// Raises the priority of the remaining member, so that it takes over from another primary.
function makePrimary(primary) {
  const candidate = connectAsMember(remaining, "directConnection=true");
  if (!isPrimary(candidate)) {
    reconfigure("priority", primary, (config) => {
      for (const member of config.members) member.priority = member.host === remaining ? 2 : 1;
    });
    retry(`${remaining} did not become primary`, () => isPrimary(candidate));
    print(`${remaining} is the primary.`);
  }
  return candidate;
}

// Removing a healthy member first could cost the set its majority, and so its primary.
function unhealthyFirst(primary, hosts) {
  const healthy = hosts.filter((host) => memberState(primary, host) === "SECONDARY");
  return [...hosts.filter((host) => !healthy.includes(host)), ...healthy];
}

function others(config) {
  return config.members.map((member) => member.host).filter((host) => host !== remaining);
}

// Chooses the member again on each attempt, because MongoDB takes a few seconds to notice a lost member.
function removeOne(primary) {
  let removed;
  reconfigure("no member could be removed", primary, (config) => {
    [removed] = unhealthyFirst(primary, others(config));
    config.members = config.members.filter((member) => member.host !== removed);
    config.members.find((member) => member.host === remaining).priority = 1;
  });
  print(`Removed ${removed}.`);
}

function scaleDown() {
  const primary = connectToPrimary();
  if (others(readConfig(primary)).length > 0) {
    const state = memberState(primary, remaining);
    if (!["PRIMARY", "SECONDARY"].includes(state)) throw new Error(`${remaining} is ${state}. Nothing was changed.`);
    const last = makePrimary(primary);
    while (others(readConfig(last)).length > 0) removeOne(last);
  }
  print(`${remaining} is the only member of ${setName}.`);
}

scaleDown();
