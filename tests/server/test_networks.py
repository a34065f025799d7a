"""Which address phones are told: interfaces as real systems call them."""

import ipaddress

import psutil
import pytest
from neuguong.server.networks import Kind, Network, rank_networks, read_networks

HOTSPOT, NETWORK, OTHER, VIRTUAL, TUNNEL, ALONE = Kind

INTERFACES = [
    # Windows
    ("Local Area Connection* 10", "192.168.137.1", 24, False, HOTSPOT),
    ("Kết nối vùng cục bộ* 2", "192.168.137.1", 24, False, HOTSPOT),
    ("Local Area Connection* 3", "192.168.5.1", 24, False, HOTSPOT),
    ("Local Area Connection* 1", "169.254.10.2", 16, False, ALONE),
    ("Wi-Fi", "192.168.1.23", 24, True, NETWORK),
    ("Wi-Fi 2", "10.1.2.3", 16, False, OTHER),
    ("Wi-Fi", "192.168.43.77", 24, False, HOTSPOT),
    ("Ethernet", "10.30.4.5", 22, True, NETWORK),
    ("Ethernet", "169.254.77.1", 16, False, ALONE),
    ("Ethernet 2", "192.168.56.1", 24, False, VIRTUAL),
    ("VirtualBox Host-Only Network #2", "192.168.99.1", 24, False, VIRTUAL),
    ("VirtualBox Host-Only Network", "10.5.5.1", 24, False, VIRTUAL),
    ("VMware Network Adapter VMnet8", "192.168.204.1", 24, False, VIRTUAL),
    ("vEthernet (WSL (Hyper-V firewall))", "172.28.16.1", 20, False, VIRTUAL),
    ("vEthernet (Default Switch)", "172.22.64.1", 20, False, VIRTUAL),
    ("vEthernet (External Switch)", "192.168.1.40", 24, True, NETWORK),
    ("OpenVPN Wintun", "10.8.0.6", 24, True, TUNNEL),
    ("OpenVPN TAP-Windows6", "10.8.0.6", 30, False, TUNNEL),
    ("Tailscale", "100.101.102.103", 32, False, TUNNEL),
    ("NordLynx", "10.5.0.2", 16, True, TUNNEL),
    ("van-phong", "10.66.66.2", 32, True, TUNNEL),  # a WireGuard line, called as somebody liked
    ("Cellular", "10.91.3.4", 29, True, TUNNEL),
    ("Bluetooth Network Connection", "192.168.44.10", 24, False, VIRTUAL),
    # Linux
    ("wlp2s0", "192.168.1.7", 24, True, NETWORK),
    ("wlp2s0", "10.42.0.1", 24, False, HOTSPOT),
    ("wlan0", "10.42.1.1", 24, False, HOTSPOT),
    ("ap0", "192.168.12.1", 24, False, HOTSPOT),
    ("wlan0", "10.42.0.77", 24, False, OTHER),  # at somebody else's
    ("enp3s0", "10.0.0.5", 24, True, NETWORK),
    ("enx0a1b2c3d4e5f", "172.20.10.3", 28, False, HOTSPOT),
    ("docker0", "172.17.0.1", 16, False, VIRTUAL),
    ("br-3f1c2a9b8d7e", "172.18.0.1", 16, False, VIRTUAL),
    ("br0", "192.168.1.8", 24, True, NETWORK),
    ("vethab12cd3", "10.9.9.9", 24, False, VIRTUAL),
    ("virbr0", "192.168.122.1", 24, False, VIRTUAL),
    ("vboxnet0", "192.168.33.1", 24, False, VIRTUAL),
    ("lxcbr0", "10.0.3.1", 24, False, VIRTUAL),
    ("podman0", "10.88.0.1", 16, False, VIRTUAL),
    ("tun0", "10.8.0.2", 24, True, TUNNEL),
    ("wg0", "10.7.0.2", 24, False, TUNNEL),
    ("ppp0", "10.64.64.64", 32, True, TUNNEL),
    ("tailscale0", "100.64.0.1", 32, False, TUNNEL),
    ("ztabcdef12", "10.147.17.3", 24, False, TUNNEL),
    ("wwan0", "100.72.3.4", 29, True, TUNNEL),
    # macOS
    ("en0", "192.168.1.9", 24, True, NETWORK),
    ("en0", "172.20.10.4", 28, True, HOTSPOT),
    ("bridge100", "192.168.2.1", 24, False, HOTSPOT),
    ("bridge100", "192.168.64.1", 24, False, VIRTUAL),
    ("bridge101", "10.211.55.2", 24, False, VIRTUAL),
    ("utun4", "10.10.0.2", 24, True, TUNNEL),
    ("feth1234", "10.147.17.9", 24, False, TUNNEL),
    ("awdl0", "169.254.3.3", 16, False, ALONE),
]


@pytest.mark.parametrize(("name", "address", "prefix", "is_default", "kind"), INTERFACES)
def test_an_address_is_known_by_what_its_interface_is_called_or_by_itself(
    name: str, address: str, prefix: int, is_default: bool, kind: Kind
) -> None:
    (found,) = rank_networks([Network(name, address, prefix, is_default=is_default)])
    assert (found.interface, found.address, found.kind) == (name, address, kind)


LAPTOPS = {
    "an office PC with VirtualBox and Docker": (
        [
            ("VirtualBox Host-Only Network", "192.168.56.1", 24, False),
            ("Ethernet", "10.30.4.5", 22, True),
            ("vEthernet (WSL)", "172.28.16.1", 20, False),
        ],
        ["10.30.4.5", "192.168.56.1", "172.28.16.1"],
    ),
    "a hotspot beside the office's cable": (
        [("Ethernet", "10.30.4.5", 22, True), ("Local Area Connection* 10", "192.168.137.1", 24, False)],
        ["192.168.137.1", "10.30.4.5"],
    ),
    "a hotspot without internet": (
        [("lo", "127.0.0.1", 8, False), ("docker0", "172.17.0.1", 16, False), ("wlp2s0", "10.42.0.1", 24, False)],
        ["10.42.0.1", "172.17.0.1"],
    ),
    "Wi-Fi behind a VPN that takes everything": (
        [("utun4", "10.10.0.2", 24, True), ("en0", "192.168.1.9", 24, False)],
        ["192.168.1.9", "10.10.0.2"],
    ),
    "two networks, one of which leads out": (
        [("enp3s0", "10.0.0.5", 24, False), ("wlp2s0", "192.168.1.7", 24, True)],
        ["192.168.1.7", "10.0.0.5"],
    ),
    "nothing plugged in": (
        [("Ethernet", "169.254.77.1", 16, False), ("Ethernet 2", "192.168.56.1", 24, False)],
        ["192.168.56.1", "169.254.77.1"],
    ),
    "equals, in the system's order": (
        [("eth1", "10.0.1.5", 24, False), ("eth0", "10.0.0.5", 24, False)],
        ["10.0.1.5", "10.0.0.5"],
    ),
}


@pytest.mark.parametrize("laptop", LAPTOPS)
def test_the_address_phones_can_use_comes_first(laptop: str) -> None:
    has, ranked = LAPTOPS[laptop]
    networks = [Network(name, address, prefix, is_default=default) for name, address, prefix, default in has]
    assert [one.address for one in rank_networks(networks)] == ranked


@pytest.mark.parametrize("kind", Kind)
def test_phones_may_be_on_hotspots_and_real_networks_only(kind: Kind) -> None:
    assert kind.has_phones == (kind in (HOTSPOT, NETWORK, OTHER))


def test_this_machines_own_networks_are_read() -> None:
    found = read_networks()
    assert "127.0.0.1" in {one.address for one in found}
    assert sum(one.is_default for one in found) <= 1
    for one in found:
        assert psutil.net_if_stats()[one.interface].isup
        assert ipaddress.IPv4Interface(f"{one.address}/{one.prefix}").network
