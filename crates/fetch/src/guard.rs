//! Which addresses may be reached.
//!
//! Anyone can put a private address behind a name, a redirect or a link in a feed. So it is the address that a
//! connection would be made to that is judged, never the name. What is not public by IANA's special-purpose
//! registries (RFC 6890 and the registries as of 2026) is refused unless a network is opened by name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::SettingsError;

/// Judges addresses: public ones are allowed, others only within opened networks.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    open: Vec<IpNet>,
}

impl Guard {
    /// A guard that opens the listed networks (CIDR form, or single addresses) besides the public ones.
    ///
    /// # Errors
    /// [`SettingsError::Network`] names the first entry that is no network.
    pub fn new(open: &[String]) -> Result<Self, SettingsError> {
        let open = open
            .iter()
            .map(|value| {
                network(value)
                    .ok_or_else(|| SettingsError::Network { key: "allow_private", value: value.clone() })
            })
            .collect::<Result<_, _>>()?;
        Ok(Guard { open })
    }

    /// Whether a connection to this address is allowed.
    ///
    /// An IPv4 address in its IPv6 clothing (`::ffff:a.b.c.d`) is judged as the IPv4 address that the system
    /// would connect to, so opening an IPv4 network opens that form too. Addresses that reach IPv4 by way of a
    /// translator (NAT64, 6to4) must carry a public IPv4 address.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = canonical(address);
        is_public(address) || self.open.iter().any(|net| net.contains(&address))
    }
}

/// A network in CIDR form, or one address as a network of its own.
pub(crate) fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// The IPv4 address in an IPv4-mapped IPv6 address, else the address itself.
fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// Whether an address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match canonical(address) {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// IPv4 ranges that are not public: first address, prefix length, what for.
const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this host, this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // shared by a carrier's customers
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, clouds' metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 31, 196, 0), 24), // AS112
    (Ipv4Addr::new(192, 52, 193, 0), 24), // multicast tunnels
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // relays of 6to4, retired
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(192, 175, 48, 0), 24), // AS112
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    !SPECIAL_V4.iter().any(|(first, prefix)| (bits ^ first.to_bits()) >> (32 - prefix) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let part = address.segments();
    let tail = || {
        let [.., a, b, c, d] = address.octets();
        Ipv4Addr::new(a, b, c, d)
    };
    match part {
        // NAT64 with the well-known prefix (RFC 6052): as public as the IPv4 address within.
        [0x64, 0xff9b, 0, 0, 0, 0, _, _] => is_public_v4(tail()),
        // 6to4 (RFC 3056) carries its IPv4 address right after the prefix.
        [0x2002, high, low, ..] => {
            let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Protocol assignments, among them Teredo, benchmarks and ORCHID.
        [0x2001, second, ..] if second < 0x0200 => false,
        // Documentation.
        [0x2001, 0x0db8, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // AS112.
        [0x2620, 0x4f, 0x8000, ..] => false,
        // Only 2000::/3 is given out. Outside lie ::, ::1, the IPv4-compatible form, local NAT64, discard,
        // segment routing, unique local, link-local, site-local and multicast.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_public_or_not() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00::1",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
            "::ffff:8.8.8.8",
            "2001:200::1",
            "2001:4860:4860::8888",
        ];
        let special = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::ffff:169.254.169.254",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "2002:c0a8:101::1",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2620:4f:8000::1",
            "4000::1",
        ];
        for text in public {
            assert!(is_public(text.parse().unwrap()), "{text} is public");
        }
        for text in special {
            assert!(!is_public(text.parse().unwrap()), "{text} is not public");
        }
    }

    #[test]
    fn only_listed_networks_are_opened() {
        let guard = Guard::new(&["127.10.0.0/16".into(), "fd00::/8".into(), "192.168.1.7".into()]).unwrap();
        for (text, allowed) in [
            ("127.10.3.4", true),
            ("::ffff:127.10.3.4", true),
            ("127.11.0.1", false),
            ("127.0.0.1", false),
            ("192.168.1.7", true),
            ("192.168.1.8", false),
            ("fd00::5", true),
            ("fc00::5", false),
            ("8.8.8.8", true),
            // A translated address does not reach what is opened for direct use.
            ("64:ff9b::127.10.3.4", false),
            ("2002:7f0a:304::1", false),
        ] {
            assert_eq!(guard.allows(text.parse().unwrap()), allowed, "{text}");
        }
    }

    #[test]
    fn a_wrong_network_is_named() {
        for text in ["127.0.0.0/33", "home", "", "10.0.0/8"] {
            let error = Guard::new(&[text.to_string()]).unwrap_err();
            assert_eq!(error, SettingsError::Network { key: "allow_private", value: text.to_string() });
        }
    }
}
