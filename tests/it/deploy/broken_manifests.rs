//! Tests the checks: each must report a fault after a single change to the manifests.

use super::{Objects, metrics, names, network, parse, pods, rendered, scale, settings};

type Check = fn(&Objects) -> Vec<String>;

/// A check, a snippet of the manifests, and its faulty replacement.
const SPOILED: &[(Check, &str, &str)] = &[
    (pods::check_security, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
    (pods::check_security, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
    (pods::check_security, "          - ALL", "          - CHOWN"),
    (pods::check_security, "runAsNonRoot: true", "runAsNonRoot: false"),
    (pods::check_security, "runAsUser: 65532", "runAsUser: 0"),
    (pods::check_security, "type: RuntimeDefault", "type: Unconfined"),
    (
        pods::check_security,
        "automountServiceAccountToken: false",
        "automountServiceAccountToken: true",
    ),
    (pods::check_security, "emptyDir:", "hostPath:"),
    (pods::check_image_versions, "image: mongo:8.0.20", "image: mongo:8.0"),
    (pods::check_image_versions, "image: mongo:8.0.20", "image: mongo:latest"),
    (pods::check_resources, "memory: 128Mi", "memory: 129Gi"),
    (pods::check_resources, "cpu: 100m", "cpu: \"3\""),
    (pods::check_probes, "startupProbe:", "startsProbe:"),
    (pods::check_probes, "path: /readyz", "path: /livez"),
    (pods::check_probes, "port: http", "port: web"),
    (
        pods::check_grace_period,
        "imagePullPolicy: IfNotPresent\n        livenessProbe",
        "imagePullPolicy: IfNotPresent\n        lifecycle:\n          preStop:\n            sleep:\n              seconds: 5\n        livenessProbe",
    ),
    (
        pods::check_grace_period,
        "terminationGracePeriodSeconds: 55",
        "terminationGracePeriodSeconds: 50",
    ),
    (
        names::check_selectors,
        "matchLabels:\n      app.kubernetes.io/component: web",
        "matchLabels:\n      app.kubernetes.io/component: site",
    ),
    (names::check_services, "targetPort: http", "targetPort: https"),
    (names::check_backends, "publishNotReadyAddresses: true", "publishNotReadyAddresses: false"),
    (names::check_backends, "serviceName: mongodb", "serviceName: mongo"),
    (names::check_backends, "pathType: Prefix", "pathKind: Prefix"),
    (names::check_backends, "host: log.example.org", "host: log.example.com"),
    (names::check_mounts, "secretName: worklog\n", "secretName: worklog\n        name: other\n"),
    (settings::check_settings, "name: WORKLOG_SECRET_KEY_FILE", "name: WORKLOG_SECRET_FILE"),
    (settings::check_settings, "WORKLOG_LOG_FORMAT: json", "WORKLOG_LOGS: json"),
    (settings::check_ports, "WORKLOG_LISTEN: 0.0.0.0:8080", "WORKLOG_LISTEN: 0.0.0.0:8081"),
    (settings::check_ports, "WORKLOG_LISTEN: 0.0.0.0:8080", "WORKLOG_LISTEN: 127.0.0.1:8080"),
    (
        metrics::check_annotations,
        "WORKLOG_METRICS_LISTEN: 0.0.0.0:9090",
        "WORKLOG_METRICS_LISTEN: 0.0.0.0:9091",
    ),
    (metrics::check_annotations, "prometheus.io/port: \"9090\"", "prometheus.io/port: \"8080\""),
    (metrics::check_annotations, "prometheus.io/path: /metrics", "prometheus.io/path: /"),
    (metrics::check_scrape_access, "worklog/metrics: allowed", "app: prometheus"),
    (metrics::check_scrape_access, "    - port: http\n", "    - port: metrics\n"),
    (
        metrics::check_scrape_access,
        "    - port: metrics\n      protocol: TCP\n",
        "    - port: http\n",
    ),
    (metrics::check_scrape_access, "targetPort: http", "targetPort: metrics"),
    (settings::check_secrets, "key: database-url", "key: database"),
    (settings::check_secrets, "path: secret-key", "path: secret"),
    (settings::check_secrets, "key: smtp-url", "key: mail"),
    (
        network::check_database_access,
        "podSelector:\n        matchLabels:\n          app.kubernetes.io/component: database",
        "podSelector:\n        matchLabels:\n          app.kubernetes.io/component: web",
    ),
    (network::check_database_access, "- migration", "- migrations"),
    (network::check_default_deny, "podSelector: {}", "podSelector:\n    matchLabels:\n      a: b"),
    (network::check_egress, "        - 10.0.0.0/8\n", ""),
    (network::check_egress, "port: 587", "port: 22"),
    (scale::check_schedules, "schedule: 17 2 * * *", "schedule: 17 25 * * *"),
    (scale::check_schedules, "timeZone: Etc/UTC", "timeZone: Etc/Nowhere"),
    (
        scale::check_budgets,
        "maxUnavailable: 1\n  selector",
        "maxUnavailable: 1\n  minAvailable: 1\n  selector",
    ),
    (scale::check_updates, "maxUnavailable: 0", "maxUnavailable: 1"),
    (scale::check_updates, "minReplicas: 3", "minReplicas: 10"),
    (scale::check_updates, "revisionHistoryLimit: 5\n", "revisionHistoryLimit: 5\n  replicas: 3\n"),
    (scale::check_spread, "whenUnsatisfiable: ScheduleAnyway", "whenUnsatisfiable: DoNotSchedule"),
    (scale::check_spread, "whenUnsatisfiable: DoNotSchedule", "whenUnsatisfiable: ScheduleAnyway"),
];

#[test]
fn each_check_detects_its_fault() {
    let whole = rendered("overlays/ha");
    let blind = SPOILED.iter().filter(|(check, text, replacement)| {
        let spoiled = whole.replacen(text, replacement, 1);
        assert_ne!(spoiled, whole, "{text} doesn't occur");
        check(&parse(&spoiled)).is_empty()
    });
    let blind: Vec<_> =
        blind.map(|(_, text, replacement)| format!("{text} -> {replacement}")).collect();
    assert!(blind.is_empty(), "{}", blind.join("\n"));
}
