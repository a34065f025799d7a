"""Which of this machine's addresses the phones of a hall can use, best first.

By what its interfaces are called where that tells; by the address where it does not. Knows no request and no choice.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import psutil

ANYWHERE = ("192.0.2.1", 9)
"""An address of nobody: which of ours would be used to go there is known without sending anything."""
SMALLEST_PREFIX = 30
"""From this prefix on a network has no place for a phone: it is one end of a tunnel."""


class Kind(IntEnum):
    """What an address is good for; the order is how likely phones can use it."""

    HOTSPOT = 1  # this machine's own, or a phone's that this machine has joined
    NETWORK = 2  # the one that leads out of the building, if anything does
    OTHER = 3
    VIRTUAL = 4  # between this machine and what it simulates
    TUNNEL = 5  # to somewhere else
    ALONE = 6  # the machine gave it to itself, for nobody answered

    @property
    def has_phones(self) -> bool:
        """Whether phones may be there at all."""
        return self <= Kind.OTHER


@dataclass(frozen=True, slots=True)
class Network:
    """An interface's IPv4 address, as the system tells it. `is_default`: what goes elsewhere leaves from here."""

    interface: str
    address: str
    prefix: int = 24
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Reachable:
    """An address that may be told to phones."""

    interface: str
    address: str
    kind: Kind


def rank_networks(networks: Iterable[Network]) -> list[Reachable]:
    """Every address of these but loopback ones, best first; equals stay in the system's order.

    >>> rank_networks([Network("docker0", "172.17.0.1", 16), Network("wlan0", "10.42.0.1")])[0].address
    '10.42.0.1'
    """
    found = [
        Reachable(one.interface, one.address, find_kind(one))
        for one in networks
        if not IPv4Address(one.address).is_loopback
    ]
    return sorted(found, key=lambda one: one.kind)


def find_kind(network: Network) -> Kind:
    """What one address is good for."""
    address, name = IPv4Address(network.address), network.interface.strip().casefold()
    if address.is_link_local:
        return Kind.ALONE
    if _TUNNELS.search(name) or network.prefix >= SMALLEST_PREFIX or address in _CARRIERS:
        return Kind.TUNNEL
    if _VIRTUALS.search(name):
        # The switch of Hyper-V that bridges the real network is called like those that do not.
        return Kind.NETWORK if network.is_default else Kind.VIRTUAL
    if _BRIDGES.search(name):  # macOS calls its shared internet like what its virtual machines are on
        return Kind.HOTSPOT if address in _MAC_SHARED else Kind.VIRTUAL
    if _HOTSPOTS.search(name) or _is_in(address, _HOTSPOT_NETWORKS):
        return Kind.HOTSPOT
    if network.is_default:
        return Kind.NETWORK
    return Kind.VIRTUAL if _is_in(address, _VIRTUAL_NETWORKS) else Kind.OTHER


def read_networks() -> list[Network]:
    """The IPv4 addresses that this machine has now, on interfaces that are up. Milliseconds; sends nothing."""
    states, default = psutil.net_if_stats(), _find_default()
    return [
        Network(name, entry.address, _prefix_of(entry.netmask), is_default=entry.address == default)
        for name, entries in psutil.net_if_addrs().items()
        if name not in states or states[name].isup
        for entry in entries
        if entry.family == socket.AF_INET
    ]


def _find_default() -> str | None:
    """The address from which what goes elsewhere would leave; None where nothing leads elsewhere."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(ANYWHERE)
        except OSError:
            return None
        return str(asked.getsockname()[0])


def _prefix_of(netmask: str | None) -> int:
    """A mask as a number of bits; 32 where the system tells none, as of a line between two machines."""
    return IPv4Interface(f"0.0.0.0/{netmask}").network.prefixlen if netmask else 32


def _is_in(address: IPv4Address, networks: Iterable[IPv4Network]) -> bool:
    return any(address in network for network in networks)


def _names(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_TUNNELS = _names(
    r"^u?tun\d*$", r"^tap\d+$", r"^wg\d", r"^ppp\d", r"^ipsec\d", r"^gif\d", r"^stf\d", r"^zt\w{6,}", r"^feth\d",
    r"^ham\d", r"^wwan\d", r"^wwp", r"^rmnet", r"^pdp_ip",
    r"tailscale", r"zerotier", r"nordlynx", r"proton", r"mullvad", r"openvpn", r"tap-windows", r"wintun", r"wireguard",
    r"anyconnect", r"fortinet", r"forticlient", r"globalprotect", r"pangp", r"softether", r"radmin", r"hamachi",
    r"cloudflare", r"\bvpn\b", r"^cellular", r"^di động",
)  # fmt: skip
"""Lines to elsewhere: private networks over the internet, and a modem's own line to its carrier."""
_VIRTUALS = _names(
    r"^docker", r"^br-[0-9a-f]{12}$", r"^veth", r"^vethernet", r"^virbr", r"^vnet\d", r"^vmnet", r"^vmware",
    r"^vboxnet", r"virtualbox", r"^lxc", r"^lxd", r"^podman", r"^cni", r"^flannel", r"^cali", r"^waydroid", r"^vmenet",
    r"^npcap", r"^bnep", r"^bluetooth", r"^awdl", r"^llw", r"^anpi", r"^dummy", r"^ifb\d", r"\bwsl\b", r"hyper-v",
)  # fmt: skip
"""Between a machine and what it simulates; lines over which no hall of phones comes."""
_BRIDGES = _names(r"^bridge1\d\d$")
_HOTSPOTS = _names(r"\* ?\d+$", r"^u?ap\d", r"wi-?fi direct", r"^swlan\d", r"^p2p")
"""An interface that is an access point. Windows numbers its own behind a star, in every language."""
_MAC_SHARED = IPv4Network("192.168.2.0/24")
_HOTSPOT_NETWORKS = tuple(map(IPv4Network, (
    "192.168.137.1/32",  # Windows
    *(f"10.42.{subnet}.1/32" for subnet in range(8)),  # NetworkManager, one for each interface that it shares
    "192.168.12.1/32",  # create_ap
    "172.20.10.0/28",  # an iPhone's
    "192.168.43.0/24", "192.168.49.0/24",  # an Android phone's, and Wi-Fi Direct
)))  # fmt: skip
_VIRTUAL_NETWORKS = tuple(map(IPv4Network, (
    "192.168.56.0/24", "192.168.99.0/24",  # VirtualBox, Docker's on it
    "192.168.122.0/24", "10.0.3.0/24",  # libvirt, LXC
    *(f"172.{second}.0.0/16" for second in range(17, 32)),  # Docker, WSL
    "192.168.64.0/24", "192.168.65.0/24", "192.168.240.0/24",  # vmnet, Docker Desktop, Waydroid
)))  # fmt: skip
_CARRIERS = IPv4Network("100.64.0.0/10")
"""Of telephone companies, and of Tailscale."""
