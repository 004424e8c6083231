"""Signing in: with a client, with a code of a second factor (LOGIN-1, FACTOR-1 to FACTOR-4)."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import struct

import crm
import pytest

from conftest import Office

PASSWORD = "correct horse"


def shown(secret: str, at: dt.datetime) -> str:
    """What a device shows: RFC 6238."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">q", int(at.timestamp()) // 30), "sha1")
    number: int = struct.unpack_from(">I", digest, digest[19] & 15)[0]
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def test_signing_in_takes_a_code_and_leaves_a_row(office: Office) -> None:
    ann = office.ann.user
    assert ann is not None
    office.admin.users.set_password(ann, PASSWORD)
    assert shown("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", dt.datetime.fromtimestamp(59, dt.timezone.utc)) == "287082"
    begun = office.ann.second_factor.begin("ERP")
    assert begun.uri.startswith(f"otpauth://totp/ERP:ann?secret={begun.secret}&")
    # Until it is confirmed nobody is asked for anything.
    office.engine.sign_in("ann", PASSWORD)
    with pytest.raises(crm.InvalidError) as wrong:
        office.ann.second_factor.confirm("1")
    assert [(f.field, f.code) for f in wrong.value.fields] == [("code", "wrong_code")]
    recovery = office.ann.second_factor.confirm(shown(begun.secret, office.clock.now)).codes
    assert len(set(recovery)) == 10

    office.clock.now += dt.timedelta(minutes=5)
    code = shown(begun.secret, office.clock.now)
    desk = crm.Client(address="192.0.2.7", device="till 3")

    def refused(code: str | None) -> str:
        with pytest.raises(crm.LoginFailedError) as failed:
            office.engine.sign_in("ann", PASSWORD, code, client=desk)
        return failed.value.reason

    assert refused(None) == refused("") == "code_required"
    with office.engine.sign_in("ANN", PASSWORD, code, client=desk, locale="zh-CN") as session:
        assert session.users.me().has_second_factor and session.locale == crm.Locale.ZH_HANS
    assert refused(code) == "wrong_credentials"
    office.engine.sign_in("ann", PASSWORD, recovery[0], client=desk)
    office.engine.session(ann, client=crm.Client(device="phone"))
    office.engine.session(login="ann", client=crm.Client())
    office.engine.session(ann)

    means = [row.means for row in office.ann.sign_ins.mine().items]
    of = crm.SignInMeans
    assert means[:5] == [of.HOST, of.HOST, of.RECOVERY, of.CODE, of.CODE]
    failed = office.admin.sign_ins.list(outcome=crm.SignInOutcome.FAILED, address="192.0.2.7").items
    assert {row.reason: row.times for row in failed} == {"code_required": 2, "wrong_credentials": 1}
    with pytest.raises(crm.InvalidError):
        office.engine.session(ann, client=crm.Client(address="x" * 101))
    assert not office.ann.second_factor.disable(recovery[1]).has_second_factor
