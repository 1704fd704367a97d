//! Tests the checks: each must report a fault after a single change to the manifests.

use super::{Objects, metrics, names, network, parse, pods, rendered, scale, settings};

type Check = fn(&Objects) -> Vec<String>;

/// A check, a text in the manifests, and its faulty replacement.
const SPOILED: &[(Check, &str, &str)] = &[
    (pods::confined, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
    (pods::confined, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
    (pods::confined, "          - ALL", "          - CHOWN"),
    (pods::confined, "runAsNonRoot: true", "runAsNonRoot: false"),
    (pods::confined, "runAsUser: 65532", "runAsUser: 0"),
    (pods::confined, "type: RuntimeDefault", "type: Unconfined"),
    (pods::confined, "automountServiceAccountToken: false", "automountServiceAccountToken: true"),
    (pods::confined, "emptyDir:", "hostPath:"),
    (pods::pinned, "image: mongo:8.0.20", "image: mongo:8.0"),
    (pods::pinned, "image: mongo:8.0.20", "image: mongo:latest"),
    (pods::limited, "memory: 128Mi", "memory: 129Gi"),
    (pods::limited, "cpu: 100m", "cpu: \"3\""),
    (pods::probed, "startupProbe:", "startsProbe:"),
    (pods::probed, "path: /readyz", "path: /livez"),
    (pods::probed, "port: http", "port: web"),
    (
        pods::drained,
        "imagePullPolicy: IfNotPresent\n        livenessProbe",
        "imagePullPolicy: IfNotPresent\n        lifecycle:\n          preStop:\n            sleep:\n              seconds: 5\n        livenessProbe",
    ),
    (pods::drained, "terminationGracePeriodSeconds: 55", "terminationGracePeriodSeconds: 50"),
    (
        names::selected,
        "matchLabels:\n      app.kubernetes.io/component: web",
        "matchLabels:\n      app.kubernetes.io/component: site",
    ),
    (names::served, "targetPort: http", "targetPort: https"),
    (names::reached, "publishNotReadyAddresses: true", "publishNotReadyAddresses: false"),
    (names::reached, "serviceName: mongodb", "serviceName: mongo"),
    (names::reached, "pathType: Prefix", "pathKind: Prefix"),
    (names::reached, "host: log.example.org", "host: log.example.com"),
    (names::mounted, "secretName: worklog\n", "secretName: worklog\n        name: other\n"),
    (settings::known, "name: WORKLOG_SECRET_KEY_FILE", "name: WORKLOG_SECRET_FILE"),
    (settings::known, "WORKLOG_LOG_FORMAT: json", "WORKLOG_LOGS: json"),
    (settings::listening, "WORKLOG_LISTEN: 0.0.0.0:8080", "WORKLOG_LISTEN: 0.0.0.0:8081"),
    (settings::listening, "WORKLOG_LISTEN: 0.0.0.0:8080", "WORKLOG_LISTEN: 127.0.0.1:8080"),
    (metrics::told, "WORKLOG_METRICS_LISTEN: 0.0.0.0:9090", "WORKLOG_METRICS_LISTEN: 0.0.0.0:9091"),
    (metrics::told, "prometheus.io/port: \"9090\"", "prometheus.io/port: \"8080\""),
    (metrics::told, "prometheus.io/path: /metrics", "prometheus.io/path: /"),
    (metrics::apart, "worklog/metrics: allowed", "app: prometheus"),
    (metrics::apart, "    - port: http\n", "    - port: metrics\n"),
    (metrics::apart, "    - port: metrics\n      protocol: TCP\n", "    - port: http\n"),
    (metrics::apart, "targetPort: http", "targetPort: metrics"),
    (settings::secret, "key: database-url", "key: database"),
    (settings::secret, "path: secret-key", "path: secret"),
    (settings::secret, "key: smtp-url", "key: mail"),
    (
        network::apart,
        "podSelector:\n        matchLabels:\n          app.kubernetes.io/component: database",
        "podSelector:\n        matchLabels:\n          app.kubernetes.io/component: web",
    ),
    (network::apart, "- migration", "- migrations"),
    (network::denied, "podSelector: {}", "podSelector:\n    matchLabels:\n      a: b"),
    (network::outside, "        - 10.0.0.0/8\n", ""),
    (network::outside, "port: 587", "port: 22"),
    (scale::scheduled, "schedule: 17 2 * * *", "schedule: 17 25 * * *"),
    (scale::scheduled, "timeZone: Etc/UTC", "timeZone: Etc/Nowhere"),
    (
        scale::budgeted,
        "maxUnavailable: 1\n  selector",
        "maxUnavailable: 1\n  minAvailable: 1\n  selector",
    ),
    (scale::rolled, "maxUnavailable: 0", "maxUnavailable: 1"),
    (scale::rolled, "minReplicas: 3", "minReplicas: 10"),
    (scale::rolled, "revisionHistoryLimit: 5\n", "revisionHistoryLimit: 5\n  replicas: 3\n"),
    (scale::spread, "whenUnsatisfiable: ScheduleAnyway", "whenUnsatisfiable: DoNotSchedule"),
    (scale::spread, "whenUnsatisfiable: DoNotSchedule", "whenUnsatisfiable: ScheduleAnyway"),
];

#[test]
fn each_check_detects_its_fault() {
    let whole = rendered("overlays/ha");
    let blind = SPOILED.iter().filter(|(check, whence, whither)| {
        let spoiled = whole.replacen(whence, whither, 1);
        assert_ne!(spoiled, whole, "{whence} doesn't occur");
        check(&parse(&spoiled)).is_empty()
    });
    let blind: Vec<_> =
        blind.map(|(_, whence, whither)| format!("{whence} -> {whither}")).collect();
    assert!(blind.is_empty(), "{}", blind.join("\n"));
}
