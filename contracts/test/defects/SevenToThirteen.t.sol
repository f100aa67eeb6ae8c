// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ICarbonCredit, ILandRegistry, IssuanceTerms, Title} from "../../src/interfaces/ICarbon.sol";
import {EscrowTerms} from "../../src/interfaces/IEscrow.sol";
import {IParties, PartyClaim, PartyRoles} from "../../src/interfaces/IParties.sol";
import {CaseTerms, IVerification, Opening, Report, SignedReport} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice The defects 7 to 13 of domain.md 2.26, clause by clause: each test proves that one is absent. What they say of rules
/// and of the server is tested there; tools/defects.test.ts knows where.
contract DefectsSevenToThirteen is Base {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    // ------------------------------------------------------------------------------- 7: signatures and ids taken apart by hand

    function test_7_a_malleable_signature_is_refused_by_every_verb_that_takes_one() public {
        PartyClaim memory claim = claimFor(STRANGER, PartyRoles.TRADER);
        (bytes memory turned, bytes32 high) = _turnedOver(signClaim(ISSUER_KEY, claim));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        parties.acceptClaim(claim, turned);

        EscrowTerms memory terms = escrowTerms();
        givePt(BUYER, AMOUNT);
        (turned, high) = _turnedOver(signConsent(BUYER_KEY, terms));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        escrow.fundWithPermit(terms, block.timestamp, turned, turned);

        (uint8 v, bytes32 r, bytes32 s) = vm.sign(BUYER_KEY, _permitDigest(70));
        high = bytes32(ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
        paymentToken.permit(BUYER, SELLER, 70, block.timestamp, v == 27 ? 28 : 27, r, high);

        // Reports carry parity and s in one word, where a high s has no room: it reads as another s.
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        reports[0].vs = bytes32(ORDER - (uint256(reports[0].vs) & ~(uint256(1) << 255)));
        (bool accepted,) =
            address(verification).call(abi.encodeCall(verification.submitResult, (CASE, openingOf(CASE), reports)));
        assertTrue(!accepted, "a report");
    }

    function test_7_a_signature_of_another_length_is_refused() public {
        PartyClaim memory claim = claimFor(STRANGER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        EscrowTerms memory terms = escrowTerms();
        bytes memory consent = signConsent(BUYER_KEY, terms);
        givePt(BUYER, AMOUNT);
        for (uint256 length = 0; length <= 130; length++) {
            if (length == 65) continue;
            vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, length));
            parties.acceptClaim(claim, _resized(signed, length));
            vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, length));
            escrow.fundWithPermit(terms, block.timestamp, consent, _resized(consent, length));
        }
    }

    /// @dev What a signature is over has fixed places: nothing of one field can be said in the next, and each alone changes it.
    function test_7_every_field_is_in_a_place_of_its_own() public {
        open(caseTerms(CASE, keccak256("terms")));
        Report memory report = reportOf(CASE, 940_625, true);
        bytes32 digest = verification.reportDigest(report);
        bytes memory words = abi.encode(report);
        for (uint256 i = 0; i < 9; i++) {
            bytes memory other = bytes.concat(words);
            other[i * 32 + 31] ^= 0x01;
            bytes32 found = verification.reportDigest(abi.decode(other, (Report)));
            assertTrue(found != digest, "a field that is not in the digest");
        }
        (report.evidenceRoot, report.termsHash) = (report.termsHash, report.evidenceRoot);
        assertTrue(verification.reportDigest(report) != digest, "fields that may change places");
    }

    /// @dev Ids are hashes of one thing each (protocol/ids.ts); what several fields make up is encoded with its lengths.
    function test_7_what_several_fields_make_up_does_not_collide() public {
        CaseTerms memory terms = caseTerms(CASE, keccak256("terms"));
        open(terms);
        (terms.claimKey, terms.evidenceRoot) = (terms.evidenceRoot, terms.claimKey);
        terms.caseId = keccak256("second");
        open(terms);
        bytes32 first = verification.getCase(CASE).commitment;
        assertTrue(first != verification.getCase(terms.caseId).commitment, "the openings of two cases");
        Opening memory shifted = openingOf(terms.caseId);
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.OpeningMismatch.selector, CASE));
        verification.submitResult(CASE, shifted, reports);
    }

    function test_7_a_vintage_does_not_run_into_its_project() public view {
        uint256 id = carbonCredit.creditId(PROJECT, VINTAGE);
        assertTrue(carbonCredit.creditId(PROJECT, VINTAGE + 1) != id, "the vintage");
        assertTrue(carbonCredit.creditId(bytes32(uint256(PROJECT) ^ (1 << 32)), VINTAGE) != id, "the project");
        bytes32 tail = bytes32((uint256(PROJECT) & ~uint256(type(uint32).max)) | 7);
        assertEq(carbonCredit.creditId(tail, VINTAGE), id, "what stands in the place of the vintage is the vintage's");
    }

    // ------------------------------------------------------------------------------------ 8: credits that stick or come free

    function test_8_a_partial_retirement_leaves_the_rest_usable_and_uri_answers_after_the_last() public {
        uint256 id = issueCredits();
        vm.startPrank(LANDOWNER);
        carbonCredit.retire(keccak256("first"), id, 500, REASON, REASON);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1000, "");
        carbonCredit.retire(keccak256("second"), id, 5467, REASON, REASON);
        vm.stopPrank();
        vm.prank(CREDIT_BUYER);
        carbonCredit.retire(keccak256("third"), id, 1000, REASON, REASON);
        assertEq(carbonCredit.totalSupply(id), 0, "all retired");
        carbonCredit.uri(id);
    }

    function test_8_no_credit_without_its_verification() public {
        registerParcel(PARCEL);
        IssuanceTerms memory terms = issuanceTerms();
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.NotSettled.selector, CASE));
        carbonCredit.issue(terms);
    }

    function test_8_a_verifier_is_given_nothing_and_nobody_else_mints() public {
        string[3] memory mints = [
            "mint(address,uint256,uint256,bytes)",
            "mintBatch(address,uint256[],uint256[],bytes)",
            "_mint(address,uint256)"
        ];
        for (uint256 i = 0; i < 3; i++) {
            vm.prank(REVIEWER);
            (bool done, bytes memory answer) =
                address(carbonCredit).call(bytes.concat(bytes4(keccak256(bytes(mints[i]))), new bytes(256)));
            assertTrue(!done && answer.length == 0, "no such verb");
        }
        IssuanceTerms memory terms = issuanceTerms();
        terms.to = REVIEWER;
        registerParcel(PARCEL);
        settleIssuance(terms);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.NotAllowedToHold.selector, REVIEWER));
        carbonCredit.issue(terms);
    }

    // ----------------------------------------------------------------------- 9: truncated, unbuffered, reviewed by its author

    function test_9_kilograms_are_not_truncated_to_tonnes() public {
        IssuanceTerms memory terms = issuanceTerms();
        (terms.netKg, terms.bufferKg) = (726, 128);
        registerParcel(PARCEL);
        settleIssuance(terms);
        carbonCredit.issue(terms);
        assertEq(carbonCredit.totalSupply(carbonCredit.creditId(PROJECT, VINTAGE)), 726, "less than a tonne counts");
    }

    /// @dev Uncertainty is deducted by the rules before (domain/policy/carbonIssuance.ts); the buffer is kept here.
    function test_9_the_buffer_is_kept_and_belongs_to_nobody() public {
        uint256 id = issueCredits();
        assertEq(carbonCredit.bufferOf(id), 1229, "kept");
        assertEq(carbonCredit.totalSupply(id), carbonCredit.balanceOf(LANDOWNER, id), "in nobody's balance");
        IssuanceTerms memory terms = issuanceTerms();
        terms.bufferKg = 0;
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.AlreadyIssued.selector, CASE));
        carbonCredit.issue(terms);
    }

    function test_9_who_opens_a_case_cannot_review_it_even_with_both_roles() public {
        manager.grantRole(2, OPERATOR, 0);
        open(caseTerms(CASE, keccak256("terms")));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, OPERATOR));
        verification.openReview(CASE, 1, REASON);
        approve(CASE);
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotIndependent.selector, OPERATOR));
        verification.resolveChallenge(CASE, CLAIM_KEY, false);
    }

    function test_9_an_administrator_has_no_role_by_being_one() public {
        open(caseTerms(CASE, keccak256("terms"))); // this contract is the administrator of the manager
        expectUnauthorized(address(this));
        verification.openReview(CASE, 1, REASON);
        CaseTerms memory terms = caseTerms(keccak256("second"), keccak256("terms"));
        expectUnauthorized(address(this));
        verification.openCase(terms);
        approve(CASE);
        vm.prank(BUYER);
        verification.challenge(CASE, REASON);
        expectUnauthorized(address(this));
        verification.resolveChallenge(CASE, CLAIM_KEY, false);
    }

    function test_9_a_project_on_a_disputed_parcel_or_of_a_frozen_owner_is_issued_nothing() public {
        IssuanceTerms memory terms = issuanceTerms();
        registerParcel(PARCEL);
        settleIssuance(terms);
        vm.prank(REGISTRAR);
        landRegistry.lock(uint256(PARCEL), REASON);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.ParcelIsLocked.selector, uint256(PARCEL)));
        carbonCredit.issue(terms);
        vm.prank(REGISTRAR);
        landRegistry.unlock(uint256(PARCEL));
        freeze(LANDOWNER);
        vm.expectRevert(abi.encodeWithSelector(ICarbonCredit.FrozenAccount.selector, LANDOWNER));
        carbonCredit.issue(terms);
    }

    function test_9_a_vintage_is_a_number_of_which_each_is_a_credit_of_its_own() public {
        uint256 id = issueCredits();
        IssuanceTerms memory terms = issuanceTerms();
        (terms.caseId, terms.vintage) = (keccak256("next"), VINTAGE + 10);
        settleIssuance(terms);
        carbonCredit.issue(terms);
        assertEq(carbonCredit.totalSupply(id), 6967, "of its own vintage only");
        assertEq(uint32(id), VINTAGE, "read off the id");
    }

    // --------------------------------------------------------------------------------- 10: a signature that serves twice

    function test_10_a_signature_counts_on_one_chain_in_one_contract_for_one_question() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        Report memory report = reportOf(CASE, 940_625, true);
        bytes32 typehash = keccak256(
            "Report(bytes32 caseId,uint32 round,bytes32 evidenceRoot,bytes32 termsHash,uint128 quantity,uint32 scoreE4,bool agrees,bool critical,bytes32 justificationHash)"
        );
        bytes32 structHash = keccak256(abi.encode(typehash, report));
        assertEq(
            verification.reportDigest(report),
            typedDigest("Assay Verification", address(verification), structHash),
            "EIP-712 with chain and contract"
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(NODE_KEY, typedDigest("Assay Verification", address(escrow), structHash));
        (reports[0].r, reports[0].vs) = (r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
        vm.expectPartialRevert(IVerification.WrongSigner.selector);
        submit(CASE, reports);
    }

    function test_10_a_signature_counts_for_the_account_and_by_the_issuer_it_names() public {
        PartyClaim memory claim = claimFor(SELLER, PartyRoles.TRADER);
        bytes memory signed = signClaim(ISSUER_KEY, claim);
        claim.account = STRANGER; // who would like to be the one it was written for
        claim.nonce = 0;
        vm.expectPartialRevert(IParties.UntrustedIssuer.selector);
        parties.acceptClaim(claim, signed);
        claim = claimFor(STRANGER, PartyRoles.TRADER);
        signed = signClaim(NODE_KEY, claim); // a node's word is good for reports only
        vm.expectPartialRevert(IParties.UntrustedIssuer.selector);
        parties.acceptClaim(claim, signed);
    }

    // ------------------------------------------------------------------------------ 11: one admin upgrades; places on chain

    function test_11_upgrades_are_a_restricted_function_not_a_single_admins() public {
        bytes32 slot = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;
        address[11] memory proxies = [
            address(parties),
            address(paymentToken),
            address(foundationToken),
            address(verification),
            address(escrow),
            address(allocation),
            address(conversion),
            address(landRegistry),
            address(carbonCredit),
            address(listings),
            address(auditAnchor)
        ];
        for (uint256 i = 0; i < 11; i++) {
            address admin = address(uint160(uint256(vm.load(proxies[i], slot))));
            assertEq(_ownerOf(admin), address(manager), "upgrades are the manager's");
            (bool known,) = proxies[i].call(abi.encodeWithSignature("upgradeToAndCall(address,bytes)", STRANGER, ""));
            assertTrue(!known, "and not the contract's own");
        }
    }

    function test_11_a_title_says_where_no_closer_than_a_cell_and_commits_to_the_rest() public {
        vm.prank(REGISTRAR);
        vm.expectEmit();
        emit ILandRegistry.ParcelRegistered(PARCEL, uint256(PARCEL), LANDOWNER, REASON, "u9zxy", 3500);
        landRegistry.register(titles(PARCEL, LANDOWNER, REASON, 3500));
        // Parcel, owner, commitment, five characters (a cell of some 20 km2), area: no text has room in a title.
        Title memory title = titles(PARCEL, LANDOWNER, REASON, 3500)[0];
        assertEq(abi.encode(title).length, 5 * 32, "words of fixed size");
        (bool named,) = address(landRegistry).staticcall(abi.encodeCall(landRegistry.tokenURI, (uint256(PARCEL))));
        assertTrue(named && bytes(landRegistry.tokenURI(uint256(PARCEL))).length == 0, "and its metadata says nothing");
    }

    // ------------------------------------------------------------------------------------- 12: years cut off, no cap

    function test_12_every_emission_has_its_cap() public {
        vm.startPrank(TREASURY);
        vm.expectRevert();
        paymentToken.mint(BUYER, 500_000_000e18 + 1);
    }

    function _ownerOf(address ownable) private view returns (address owner) {
        (, bytes memory answer) = ownable.staticcall(abi.encodeWithSignature("owner()"));
        return abi.decode(answer, (address));
    }

    /// @dev The other signature of the same message by the same key.
    function _turnedOver(bytes memory signed) private pure returns (bytes memory, bytes32 high) {
        (bytes32 r, bytes32 s) = abi.decode(signed, (bytes32, bytes32));
        high = bytes32(ORDER - uint256(s));
        return (abi.encodePacked(r, high, signed[64] == 0x1b ? uint8(28) : 27), high);
    }

    function _resized(bytes memory data, uint256 length) private pure returns (bytes memory resized) {
        resized = new bytes(length);
        for (uint256 i = 0; i < length && i < data.length; i++) {
            resized[i] = data[i];
        }
    }

    function _permitDigest(uint256 value) private view returns (bytes32) {
        bytes32 typehash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash =
            keccak256(abi.encode(typehash, BUYER, SELLER, value, paymentToken.nonces(BUYER), block.timestamp));
        return typedDigest("Assay Payment Token", address(paymentToken), structHash);
    }
}
