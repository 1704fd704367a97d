//! The networks that a client's address belongs to.

use std::net::IpAddr;

use ipnet::IpNet;

/// Returns the networks that identify a client, from the smallest, with the factor by which the
/// limits of the larger ones are higher: its IPv4 address, or its IPv6 /64, which providers assign to
/// one customer at least, and the /56 and the /48, which some assign.
pub fn networks(address: IpAddr) -> Vec<(String, u32)> {
    let address = address.to_canonical();
    let larger: &[(u8, u32)] = if address.is_ipv4() { &[] } else { &[(56, 2), (48, 4)] };
    let larger = larger.iter().map(|(prefix, factor)| (network(address, *prefix), *factor));
    std::iter::once((smallest_network(address), 1)).chain(larger).collect()
}

/// Returns the smallest of the networks that identify a client.
pub(crate) fn smallest_network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        address @ IpAddr::V6(_) => network(address, 64),
    }
}

/// Returns the network of an address, which is shown or stored instead of it: its IPv4 /24 or its IPv6
/// /48.
pub fn truncated(address: IpAddr) -> String {
    let address = address.to_canonical();
    network(address, if address.is_ipv4() { 24 } else { 48 })
}

fn network(address: IpAddr, prefix: u8) -> String {
    IpNet::new_assert(address, prefix).trunc().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &[(&str, u32)]) {
        let found = networks(address.parse().unwrap());
        let found: Vec<_> = found.iter().map(|(network, factor)| (&network[..], *factor)).collect();
        assert_eq!(found, expected, "{address}");
    }

    #[test]
    fn an_address_is_truncated() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.0/24"),
            ("::ffff:192.0.2.255", "192.0.2.0/24"),
            ("2001:db8:1:2a3b:3:4:5:6", "2001:db8:1::/48"),
            ("::1", "::/48"),
        ] {
            assert_eq!(truncated(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn a_client_is_an_ipv4_address_or_three_ipv6_networks() {
        check("192.0.2.7", &[("192.0.2.7", 1)]);
        check("::ffff:192.0.2.7", &[("192.0.2.7", 1)]);
        let all =
            [("2001:db8:1:2a3b::/64", 1), ("2001:db8:1:2a00::/56", 2), ("2001:db8:1::/48", 4)];
        check("2001:db8:1:2a3b:3:4:5:6", &all);
    }
}
