//! The networks that a client's address belongs to.

use std::net::{IpAddr, Ipv6Addr};

/// Returns the networks that identify a client, from the smallest, with the factor by which the
/// limits of the larger ones are higher: its IPv4 address, or its IPv6 /64, which providers assign to
/// one customer at least, and the /56 and the /48, which some assign.
pub(super) fn networks(address: IpAddr) -> Vec<(String, u32)> {
    match address.to_canonical() {
        IpAddr::V4(address) => vec![(address.to_string(), 1)],
        IpAddr::V6(address) => [(64, 1), (56, 2), (48, 4)]
            .map(|(prefix, factor)| (format!("{}/{prefix}", masked(address, prefix)), factor))
            .into(),
    }
}

fn masked(address: Ipv6Addr, prefix: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - prefix)))
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
    fn a_client_is_an_ipv4_address_or_three_ipv6_networks() {
        check("192.0.2.7", &[("192.0.2.7", 1)]);
        check("::ffff:192.0.2.7", &[("192.0.2.7", 1)]);
        let all =
            [("2001:db8:1:2a3b::/64", 1), ("2001:db8:1:2a00::/56", 2), ("2001:db8:1::/48", 4)];
        check("2001:db8:1:2a3b:3:4:5:6", &all);
    }
}
