// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IParties, PartyClaim, PartyRoles} from "../src/interfaces/IParties.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract PartiesTest is Base {
    address private constant NEWCOMER = address(0x4e3);
    uint256 private constant OTHER_ISSUER_KEY = 0x1550e6;
    uint256 private constant HALF_ORDER = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0;
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function test_refuses_a_claim_of_an_unknown_issuer() public {
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        bytes memory signed = signClaim(OTHER_ISSUER_KEY, claim);
        vm.expectRevert(
            abi.encodeWithSelector(IParties.UntrustedIssuer.selector, vm.addr(OTHER_ISSUER_KEY), PartyRoles.TRADER)
        );
        parties.acceptClaim(claim, signed);
    }

    function test_refuses_a_role_the_issuer_may_not_grant() public {
        vm.prank(GOVERNANCE);
        parties.setIssuer(ISSUER, PartyRoles.TRADER);
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER | PartyRoles.SOVEREIGN);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.expectPartialRevert(IParties.UntrustedIssuer.selector);
        parties.acceptClaim(claim, signed);
    }

    function test_refuses_a_self_issued_claim_even_of_a_trusted_issuer() public {
        PartyClaim memory claim = claimFor(ISSUER, PartyRoles.SOVEREIGN);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.expectRevert(abi.encodeWithSelector(IParties.SelfIssuedClaim.selector, ISSUER));
        parties.acceptClaim(claim, signed);
    }

    function testFuzz_refuses_an_expired_claim(uint64 age) public {
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        claim.expiresAt = uint64(block.timestamp - bound(age, 0, block.timestamp));
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.expectRevert(abi.encodeWithSelector(IParties.ClaimExpired.selector, claim.expiresAt));
        parties.acceptClaim(claim, signed);
    }

    function testFuzz_refuses_a_wrong_nonce(uint256 nonce) public {
        vm.assume(nonce != 0);
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        claim.nonce = nonce;
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.expectRevert(abi.encodeWithSelector(IParties.BadClaimNonce.selector, nonce, 0));
        parties.acceptClaim(claim, signed);
    }

    function test_refuses_roles_no_claim_can_grant() public {
        uint32[3] memory wrong = [uint32(0), PartyRoles.PROTOCOL, 1 << 7];
        for (uint256 i = 0; i < 3; i++) {
            PartyClaim memory claim = claimFor(NEWCOMER, wrong[i]);
            bytes memory signed = signClaim(ISSUER_KEY, claim);
            vm.expectRevert(abi.encodeWithSelector(IParties.BadRoles.selector, wrong[i]));
            parties.acceptClaim(claim, signed);
        }
    }

    function test_refuses_a_changed_field_and_another_contracts_domain() public {
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        claim.roles = PartyRoles.SOVEREIGN;
        vm.expectPartialRevert(IParties.UntrustedIssuer.selector);
        parties.acceptClaim(claim, signed);

        claim.roles = PartyRoles.TRADER;
        bytes32 typehash = keccak256(
            "PartyClaim(address account,bytes32 partyId,uint32 roles,uint16 country,uint64 expiresAt,uint256 nonce)"
        );
        signed = signature(
            ISSUER_KEY, typedDigest("Assay Parties", address(escrow), keccak256(abi.encode(typehash, claim)))
        );
        vm.expectPartialRevert(IParties.UntrustedIssuer.selector);
        parties.acceptClaim(claim, signed);
    }

    function test_refuses_a_malleable_signature() public {
        PartyClaim memory claim = claimFor(NEWCOMER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        (bytes32 r, bytes32 s, uint8 v) = (_word(signed, 0), _word(signed, 32), uint8(signed[64]));
        bytes32 high = bytes32(ORDER - uint256(s));
        assertTrue(uint256(high) > HALF_ORDER, "the other signature has a high s");
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        parties.acceptClaim(claim, abi.encodePacked(r, high, v == 27 ? uint8(28) : 27));
    }

    function testFuzz_a_claim_works_once_and_until_it_expires(uint32 roles, uint32 lifetime) public {
        roles = uint32(bound(roles, 1, (1 << 6) - 1));
        PartyClaim memory claim = claimFor(NEWCOMER, roles);
        claim.expiresAt = uint64(block.timestamp + bound(lifetime, 1, type(uint32).max));
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.prank(STRANGER); // anyone may bring it
        parties.acceptClaim(claim, signed);

        assertTrue(parties.isActive(NEWCOMER, roles), "active");
        assertTrue(!parties.isActive(NEWCOMER, ~roles), "in the granted roles only");
        assertEq(parties.party(NEWCOMER).issuer, ISSUER, "issuer bound");
        vm.expectPartialRevert(IParties.BadClaimNonce.selector);
        parties.acceptClaim(claim, signed);
        vm.warp(claim.expiresAt - 1);
        assertTrue(parties.isActive(NEWCOMER, roles), "until the last second");
        vm.warp(claim.expiresAt);
        assertTrue(!parties.isActive(NEWCOMER, roles), "not from the expiry on");
    }

    function test_claims_stop_being_active_with_the_trust_in_their_issuer() public {
        vm.prank(GOVERNANCE);
        parties.setIssuer(ISSUER, PartyRoles.SOVEREIGN);
        assertTrue(!parties.isActive(SELLER, PartyRoles.TRADER), "trader role is no longer trusted");
        assertTrue(parties.isActive(SOVEREIGN, PartyRoles.SOVEREIGN), "sovereign role still is");
    }

    function test_another_issuer_cannot_take_over_a_standing_claim() public {
        vm.prank(GOVERNANCE);
        parties.setIssuer(vm.addr(OTHER_ISSUER_KEY), PartyRoles.TRADER);
        PartyClaim memory claim = claimFor(SOVEREIGN, PartyRoles.TRADER);
        bytes memory signed = signClaim(OTHER_ISSUER_KEY, claim);
        vm.expectRevert(abi.encodeWithSelector(IParties.ClaimHeldByOther.selector, SOVEREIGN, ISSUER));
        parties.acceptClaim(claim, signed);

        vm.prank(COMPLIANCE);
        parties.revokeClaim(SOVEREIGN);
        claim.nonce = parties.claimNonce(SOVEREIGN);
        parties.acceptClaim(claim, signClaim(OTHER_ISSUER_KEY, claim));
        assertTrue(parties.isActive(SOVEREIGN, PartyRoles.TRADER), "after revocation it may");
    }

    function test_revocation_also_kills_a_claim_signed_but_not_brought() public {
        PartyClaim memory renewal = claimFor(SELLER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, renewal);
        vm.prank(COMPLIANCE);
        parties.revokeClaim(SELLER);
        assertTrue(!parties.isActive(SELLER, type(uint32).max), "revoked");
        vm.expectPartialRevert(IParties.BadClaimNonce.selector);
        parties.acceptClaim(renewal, signed);
    }

    function test_a_freeze_survives_new_claims_and_revocation() public {
        freeze(SELLER);
        admit(SELLER, PartyRoles.TRADER | PartyRoles.SOVEREIGN);
        assertTrue(parties.isFrozen(SELLER), "frozen after a new claim");
        assertTrue(!parties.isActive(SELLER, type(uint32).max), "not active");
        vm.prank(COMPLIANCE);
        parties.revokeClaim(SELLER);
        assertTrue(parties.isFrozen(SELLER), "frozen after revocation");
        vm.prank(COMPLIANCE);
        parties.setFrozen(SELLER, false);
        assertTrue(!parties.isFrozen(SELLER), "released");
    }

    function test_only_contracts_become_protocol_and_no_issuer_can_replace_them() public {
        vm.prank(GOVERNANCE);
        vm.expectRevert(abi.encodeWithSelector(IParties.NotAContract.selector, STRANGER));
        parties.setProtocol(STRANGER, true);

        PartyClaim memory claim = claimFor(address(escrow), PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        vm.expectPartialRevert(IParties.ClaimHeldByOther.selector);
        parties.acceptClaim(claim, signed);

        vm.prank(GOVERNANCE);
        parties.setProtocol(address(escrow), false);
        assertTrue(!parties.isActive(address(escrow), PartyRoles.PROTOCOL), "mark taken away");
    }

    function test_an_issuer_cannot_be_trusted_with_the_protocol_role() public {
        vm.prank(GOVERNANCE);
        vm.expectRevert(abi.encodeWithSelector(IParties.BadRoles.selector, PartyRoles.PROTOCOL));
        parties.setIssuer(ISSUER, PartyRoles.PROTOCOL);
    }

    function testFuzz_roles_guard_every_setter(address caller) public {
        vm.assume(caller != GOVERNANCE && caller != COMPLIANCE && caller.code.length == 0);
        expectUnauthorized(caller);
        parties.setIssuer(caller, 1);
        expectUnauthorized(caller);
        parties.setProtocol(address(escrow), false);
        expectUnauthorized(caller);
        parties.revokeClaim(SELLER);
        expectUnauthorized(caller);
        parties.setFrozen(SELLER, true);
    }

    function _word(bytes memory data, uint256 offset) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
    }
}
