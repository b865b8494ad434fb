"""Makes every kind of fault with a client that was generated from the agent's own description, and reads it back.

Usage: every_fault.py URL TOKEN. The folder with the generated package `nofin_client` is on the path.
"""
import sys

from nofin_client.client import AuthenticatedClient
from nofin_client.api.default import delete_fault, get_fault, patch_fault, put_fault
from nofin_client.models import (
    ConnectionsShare, CorruptProbability, CorruptProbabilityChecksum, DelayTime, Distribution, DuplicateProbability, FaultPatch, FaultSpec,
    FaultSpecDirection, FaultSpecDrop, FaultSpecEngine, FaultSpecProtocol, FaultSpecRejectType0, GilbertElliott, LossEvery, LossGilbertElliott,
    LossProbability, RateRate, RejectIpv4, RejectIpv4Ipv4, RejectIpv4Ipv6, ReorderProbability, SlotMinDelay)

TARGET, PEER = "netns:left", "netns:right"
SPECS = {
    "drop": dict(drop=FaultSpecDrop.SILENT, peers=PEER, ports=[6379, "7000-7010"], direction=FaultSpecDirection.OUT),
    "reject": dict(reject=FaultSpecRejectType0.TCP_RESET, protocol=FaultSpecProtocol.TCP),
    "reject-each": dict(reject=RejectIpv4(ipv4=RejectIpv4Ipv4.ICMP_HOST_UNREACHABLE, ipv6=RejectIpv4Ipv6.ICMP6_ADDR_UNREACHABLE)),
    "delay": dict(delay="100ms", engine=FaultSpecEngine.QUEUE),
    "delay-jitter": dict(delay=DelayTime(time="100ms", jitter="20ms", correlation="25%", distribution=Distribution.NORMAL)),
    "loss": dict(loss="2%"),
    "loss-probability": dict(loss=LossProbability(probability="2%")),
    "loss-bursts": dict(loss=LossGilbertElliott(gilbert_elliott=GilbertElliott(p="1%", r="30%"))),
    "loss-every": dict(loss=LossEvery(every=10)),
    "duplicate": dict(duplicate=DuplicateProbability(probability="1%")),
    "corrupt": dict(corrupt=CorruptProbability(probability="1%", checksum=CorruptProbabilityChecksum.FIX)),
    "reorder": dict(reorder=ReorderProbability(probability="25%", gap=5), delay="10ms"),
    "rate": dict(rate=RateRate(rate="10mbit", burst="16kb")),
    "slot": dict(slot=SlotMinDelay(min_delay="800us", max_delay="1ms", packets=10)),
    "connections": dict(drop=FaultSpecDrop.SILENT, connections=ConnectionsShare(share="20%")),
    "filter": dict(drop=FaultSpecDrop.SILENT, filter_="tcp[tcpflags] & tcp-push != 0"),
}
PARTITION = dict(partition=[[TARGET], [PEER]])


def main(url, token):
    client = AuthenticatedClient(base_url=url, token=token, raise_on_unexpected_status=True)
    for name, spec in SPECS.items():
        check(client, name, FaultSpec(on=[TARGET], for_="30s", **spec))
    check(client, "partition", FaultSpec(for_="30s", **PARTITION))


def check(client, name, spec):
    made = put_fault.sync_detailed(name, client=client, body=spec)
    assert made.status_code == 201, (name, made.content)
    assert made.parsed.firing, name
    assert get_fault.sync(name, client=client).spec.to_dict() == spec.to_dict(), name
    healed = patch_fault.sync_detailed(name, client=client, body=FaultPatch(firing=False))
    assert healed.status_code == 200 and not healed.parsed.firing, (name, healed.content)
    assert delete_fault.sync_detailed(name, client=client).status_code == 200, name
    print(name)


main(*sys.argv[1:])
