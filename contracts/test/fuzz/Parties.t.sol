// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Party, PartyClaim, PartyRoles} from "../../src/interfaces/IParties.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Each verb of Parties that has no fuzz test beside its own tests.
contract PartiesFuzz is Base {
    uint32 private constant CLAIMABLE = (1 << 6) - 1;
    address private constant NEWCOMER = address(0x0e3);

    function testFuzz_setIssuer_trusts_in_claimable_roles_and_at_once(uint32 roles, uint32 granted) public {
        roles = uint32(roles & (roles % 3 == 0 ? type(uint32).max : CLAIMABLE));
        granted = uint32(bound(granted, 1, CLAIMABLE));
        bool may = roles & ~CLAIMABLE == 0;
        vm.prank(GOVERNANCE);
        (bool set,) = address(parties).call(abi.encodeCall(parties.setIssuer, (ISSUER, roles)));
        assertTrue(set == may, "no issuer makes a protocol contract");
        uint32 trusted = may ? roles : CLAIMABLE;
        PartyClaim memory claim = claimFor(NEWCOMER, granted);
        (bool accepted,) =
            address(parties).call(abi.encodeCall(parties.acceptClaim, (claim, signClaim(ISSUER_KEY, claim))));
        assertTrue(accepted == (granted & ~trusted == 0), "all of what it grants");
        assertTrue(parties.isActive(SELLER, PartyRoles.TRADER) == (trusted & PartyRoles.TRADER != 0), "standing claims");
    }

    function testFuzz_setProtocol_marks_contracts_and_keeps_a_freeze(address account, bool marked, bool frozen) public {
        vm.assume(account != address(0));
        if (frozen) freeze(account);
        vm.prank(GOVERNANCE);
        (bool set,) = address(parties).call(abi.encodeCall(parties.setProtocol, (account, marked)));
        assertTrue(set == (account.code.length != 0), "contracts only");
        if (frozen) freeze(address(listings));
        vm.prank(GOVERNANCE);
        parties.setProtocol(address(listings), marked);
        assertTrue(parties.isActive(address(listings), PartyRoles.PROTOCOL) == (marked && !frozen), "marked");
        assertTrue(parties.isFrozen(address(listings)) == frozen, "still frozen");
    }

    function testFuzz_revokeClaim_ends_a_claim_and_the_one_signed_for_after(address account, uint32 roles, bool bring)
        public
    {
        vm.assume(account != address(0) && account != ISSUER && account.code.length == 0);
        roles = uint32(bound(roles, 1, CLAIMABLE));
        bool known = parties.party(account).issuer != address(0);
        if (bring) {
            admit(account, roles);
            known = true;
        }
        PartyClaim memory renewal = claimFor(account, roles);
        bytes memory signed = signClaim(ISSUER_KEY, renewal);
        vm.prank(COMPLIANCE);
        (bool revoked,) = address(parties).call(abi.encodeCall(parties.revokeClaim, (account)));
        assertTrue(revoked == known, "of somebody there is a claim of");
        assertTrue(!parties.isActive(account, type(uint32).max), "no role is left");
        (bool renewed,) = address(parties).call(abi.encodeCall(parties.acceptClaim, (renewal, signed)));
        assertTrue(renewed == !known, "nor comes back by what was signed before");
    }

    function testFuzz_setFrozen_stops_every_token_both_ways(bool[4] memory steps, bool receives) public {
        givePt(BUYER, 10);
        givePt(SELLER, 10);
        for (uint256 i = 0; i < 4; i++) {
            vm.prank(COMPLIANCE);
            parties.setFrozen(SELLER, steps[i]);
        }
        Party memory found = parties.party(SELLER);
        assertTrue(found.frozen == steps[3] && found.roles == PartyRoles.TRADER, "nothing but the freeze changes");
        assertTrue(parties.isActive(SELLER, PartyRoles.TRADER) == !steps[3], "who is frozen acts in no role");
        vm.prank(receives ? BUYER : SELLER);
        (bool moved,) =
            address(paymentToken).call(abi.encodeCall(paymentToken.transfer, (receives ? SELLER : BUYER, 1)));
        assertTrue(moved == !steps[3], "neither sends nor receives");
    }

    function testFuzz_acceptClaim_is_of_its_very_words(uint8 field, uint64 other) public {
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        bytes32 meant = keccak256(abi.encode(claim));
        if (field % 5 == 0) claim.account = address(uint160(claim.account) ^ other);
        else if (field % 5 == 1) claim.partyId ^= bytes32(uint256(other));
        else if (field % 5 == 2) claim.roles = uint32(bound(other, 1, CLAIMABLE));
        else if (field % 5 == 3) claim.country ^= uint16(other);
        else claim.expiresAt += other % (1 << 32);
        bool same = keccak256(abi.encode(claim)) == meant;
        (bool accepted,) = address(parties).call(abi.encodeCall(parties.acceptClaim, (claim, signed)));
        assertTrue(accepted == same, "what was signed");
        assertTrue(parties.isActive(NEWCOMER, type(uint32).max) == same, "or nobody is admitted");
    }
}
