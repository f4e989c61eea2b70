//! Which Internet addresses are never connected to: those of the user's own machine and network, and those that are
//! nobody's. The blocks are those of the IANA registries of special-purpose addresses (RFC 6890 and its successors).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Blocks of IPv4: the first address, how many bits of it count, what the block is.
const V4: [(Ipv4Addr, u32, &str); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "an unspecified address"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "a private address"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "an address inside a provider's network"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "an address of this machine"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "a link-local address"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "a private address"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "an address for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "an address for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a 6to4 relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "a private address"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "an address for measurements"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "an address for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "an address for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "a multicast address"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "the broadcast address"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "a reserved address"),
];

/// Blocks of IPv6, likewise. The last holds everything that is not handed out to anybody; what precedes it there says
/// what it is, what stands inside the public block must be named.
const V6: [(Ipv6Addr, u32, &str); 12] = [
    (Ipv6Addr::UNSPECIFIED, 128, "an unspecified address"),
    (Ipv6Addr::LOCALHOST, 128, "an address of this machine"),
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, "an IPv4 address in an IPv6 one"),
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, "an IPv4 address behind NAT64"),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, "an IPv4 address behind NAT64"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "a private address"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "a link-local address"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "a multicast address"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "an address for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "an address for documentation"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, "a 6to4 address"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "an address for documentation"),
];

/// The block out of which all public addresses of IPv6 are handed out.
const PUBLIC_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What an address is when it is not to be connected to; none for an ordinary public one.
pub(crate) fn barred(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => V4.iter().find(|&&(block, bits, _)| inside_v4(ip, block, bits)).map(|&(.., what)| what),
        IpAddr::V6(ip) => {
            let known = V6.iter().find(|&&(block, bits, _)| inside_v6(ip, block, bits)).map(|&(.., what)| what);
            let (public, bits) = PUBLIC_V6;
            known.or_else(|| (!inside_v6(ip, public, bits)).then_some("not a public address"))
        }
    }
}

fn inside_v4(ip: Ipv4Addr, block: Ipv4Addr, bits: u32) -> bool {
    (ip.to_bits() ^ block.to_bits()).leading_zeros() >= bits
}

fn inside_v6(ip: Ipv6Addr, block: Ipv6Addr, bits: u32) -> bool {
    (ip.to_bits() ^ block.to_bits()).leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_public_are_told_apart() {
        let cases = [
            ("0.0.0.0", "an unspecified address"),
            ("0.1.2.3", "an unspecified address"),
            ("10.255.255.255", "a private address"),
            ("100.64.0.1", "an address inside a provider's network"),
            ("100.127.255.254", "an address inside a provider's network"),
            ("127.0.0.1", "an address of this machine"),
            ("127.255.0.9", "an address of this machine"),
            ("169.254.169.254", "a link-local address"),
            ("172.16.0.1", "a private address"),
            ("172.31.255.255", "a private address"),
            ("192.0.0.170", "an address for protocols"),
            ("192.0.2.1", "an address for documentation"),
            ("192.88.99.1", "a 6to4 relay"),
            ("192.168.1.1", "a private address"),
            ("198.19.0.1", "an address for measurements"),
            ("198.51.100.7", "an address for documentation"),
            ("203.0.113.7", "an address for documentation"),
            ("224.0.0.251", "a multicast address"),
            ("239.255.255.250", "a multicast address"),
            ("240.0.0.1", "a reserved address"),
            ("255.255.255.255", "the broadcast address"),
            ("::", "an unspecified address"),
            ("::1", "an address of this machine"),
            ("::127.0.0.1", "not a public address"),
            ("::ffff:127.0.0.1", "an IPv4 address in an IPv6 one"),
            ("::ffff:93.184.216.34", "an IPv4 address in an IPv6 one"),
            ("::ffff:0:127.0.0.1", "not a public address"),
            ("64:ff9b::a00:1", "an IPv4 address behind NAT64"),
            ("64:ff9b:1::a00:1", "an IPv4 address behind NAT64"),
            ("100::1", "not a public address"),
            ("fd00::1", "a private address"),
            ("fe80::1", "a link-local address"),
            ("febf::1", "a link-local address"),
            ("fec0::1", "not a public address"),
            ("ff02::fb", "a multicast address"),
            ("2001::1", "an address for protocols"),
            ("2001:db8::1", "an address for documentation"),
            ("2002:7f00:1::", "a 6to4 address"),
            ("3fff:fff::1", "an address for documentation"),
            ("5f00::1", "not a public address"),
        ];
        for (ip, what) in cases {
            assert_eq!(barred(ip.parse().expect("an address")), Some(what), "{ip}");
        }
    }

    #[test]
    fn public_addresses_are_not_barred() {
        let cases = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "93.184.216.34",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "223.255.255.255",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2003::1",
            "2606:2800:220:1::1",
            "3ffe::1",
        ];
        for ip in cases {
            assert_eq!(barred(ip.parse().expect("an address")), None, "{ip}");
        }
    }
}
