// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    Case,
    CaseState,
    CaseTerms,
    Outcome,
    Programme,
    SignedReport,
    Tier
} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Each verb of Verification with whatever it may be called with: it does what its rule says, or nothing.
contract CasesFuzz is Base {
    bytes32 private constant TERMS_HASH = keccak256("terms");

    function testFuzz_openCase_keeps_its_terms_or_opens_nothing(
        bytes32[4] memory words,
        uint256 committee,
        uint128 quantity,
        uint64 deadline,
        uint256 wild
    ) public {
        // Every field is wild one time in two: most cases would otherwise fail at the same first check.
        CaseTerms memory terms = caseTerms(words[0], TERMS_HASH);
        if (wild & 1 == 0) terms.claimKey = words[1];
        if (wild & 2 == 0) terms.evidenceRoot = words[2];
        if (wild & 4 == 0) terms.termsHash = words[3];
        if (wild & 8 == 0) terms.committee = wild & 16 == 0 ? committee : committee & 0x1fff;
        if (wild & 32 == 0) terms.contractedQuantity = wild & 64 == 0 ? quantity : uint64(quantity);
        if (wild & 128 == 0) terms.deadline = uint64(bound(deadline, block.timestamp - 1 days, START + 400 days));
        bool sound = terms.caseId != 0 && terms.claimKey != 0 && terms.evidenceRoot != 0 && terms.termsHash != 0
            && terms.contractedQuantity != 0 && terms.contractedQuantity <= type(uint64).max
            && terms.deadline > block.timestamp && terms.deadline <= block.timestamp + 366 days
            && terms.committee < 1 << 13 && _ones(terms.committee) >= 7;
        vm.prank(OPERATOR);
        (bool opened,) = address(verification).call(abi.encodeCall(verification.openCase, (terms)));
        assertTrue(opened == sound, "what is refused is unsound");
        Case memory found = verification.getCase(terms.caseId);
        if (!sound) {
            assertTrue(found.state == CaseState.None && found.termsHash == 0, "nothing was opened");
            return;
        }
        assertEq(found.termsHash, terms.termsHash, "terms");
        assertEq(found.contractedQuantity, terms.contractedQuantity, "quantity");
        assertEq(found.deadline, terms.deadline, "deadline");
        bytes32 commitment = keccak256(abi.encode(terms.claimKey, terms.evidenceRoot, terms.committee));
        assertEq(found.commitment, commitment, "opening");
    }

    function testFuzz_submitResult_pays_only_what_enough_of_the_committee_agree_to(uint8 agreeing, uint32 score)
        public
    {
        score = uint32(bound(score, 850_000, 1_000_000));
        agreeing = uint8(agreeing & SEVEN);
        open(caseTerms(CASE, TERMS_HASH));
        SignedReport[] memory reports = new SignedReport[](7);
        (uint256 yes, uint256 place) = (0, 0);
        // Refusals come first, since reports ascend by score.
        for (uint256 pass = 0; pass < 2; pass++) {
            for (uint256 i = 0; i < 7; i++) {
                bool agrees = agreeing >> i & 1 == 1;
                if (agrees != (pass == 1)) continue;
                yes += agrees ? reliabilities[i] : 0;
                reports[place++] = signed(i, reportOf(CASE, agrees ? score : 600_000, agrees));
            }
        }
        (bool concluded,) =
            address(verification).call(abi.encodeCall(verification.submitResult, (CASE, openingOf(CASE), reports)));
        Case memory found = verification.getCase(CASE);
        if (found.outcome == Outcome.Approved) {
            assertTrue(concluded && yes * 10_000 >= 56_000 * 7500, "three quarters of the reliability agreed");
            assertTrue(score >= 892_500, "none of them below the threshold");
            assertEq(verification.caseOfClaim(CLAIM_KEY), CASE, "the claim is used");
        } else {
            assertEq(verification.caseOfClaim(CLAIM_KEY), bytes32(0), "the claim is free");
            assertTrue(concluded || found.state == CaseState.Open, "undecided stays open");
        }
    }

    function testFuzz_openReview_only_ever_lowers_what_was_contracted(uint128 proposed, uint8 rounds, uint64 late)
        public
    {
        open(caseTerms(CASE, TERMS_HASH));
        rounds = uint8(bound(rounds, 0, 7));
        for (uint256 i = 0; i < rounds; i++) {
            review(CASE, QUANTITY);
        }
        vm.warp(block.timestamp + bound(late, 0, 60 days));
        bool may = proposed != 0 && proposed <= QUANTITY && rounds < 7 && block.timestamp < START + 30 days;
        vm.prank(REVIEWER);
        (bool opened,) = address(verification).call(abi.encodeCall(verification.openReview, (CASE, proposed, REASON)));
        assertTrue(opened == may, "within contract, rounds and deadline");
        Case memory found = verification.getCase(CASE);
        assertEq(found.round, uint256(rounds) + (may ? 2 : 1), "round");
        assertEq(found.proposedQuantity, may ? proposed : QUANTITY, "proposition");
    }

    function testFuzz_challenge_holds_within_the_window_and_of_parties_only(address challenger, uint64 late) public {
        vm.assume(challenger.code.length == 0);
        open(caseTerms(CASE, TERMS_HASH));
        approve(CASE);
        vm.warp(block.timestamp + bound(late, 0, 2 * uint256(WINDOW)));
        bool may = block.timestamp < START + WINDOW && parties.isActive(challenger, type(uint32).max);
        _challengeAs(challenger, may);
        // Strangers are what a random address is: a party tries the same.
        if (!may) _challengeAs(SELLER, block.timestamp < START + WINDOW);
    }

    function testFuzz_resolveChallenge_is_of_neither_side_and_frees_the_key_of_its_case_only(
        bytes32 claimKey,
        bool upheld,
        bool right,
        uint8 who
    ) public {
        open(caseTerms(CASE, TERMS_HASH));
        approve(CASE);
        vm.prank(SELLER);
        verification.challenge(CASE, REASON);
        address[3] memory callers = [REVIEWER, OPERATOR, SELLER];
        address caller = callers[who % 3];
        manager.grantRole(2, caller, 0);
        if (right) claimKey = CLAIM_KEY;
        bool may = caller == REVIEWER && (!upheld || claimKey == CLAIM_KEY);
        vm.prank(caller);
        (bool resolved,) =
            address(verification).call(abi.encodeCall(verification.resolveChallenge, (CASE, claimKey, upheld)));
        assertTrue(resolved == may, "independent, with the key of the case");
        CaseState expected = !may ? CaseState.Challenged : upheld ? CaseState.Closed : CaseState.Concluded;
        assertTrue(verification.getCase(CASE).state == expected, "state");
        assertEq(verification.caseOfClaim(CLAIM_KEY), may && upheld ? bytes32(0) : CASE, "claim");
    }

    function testFuzz_closeCase_is_a_reviewers_before_the_deadline_and_anyones_after(address caller, uint64 late)
        public
    {
        vm.assume(caller.code.length == 0 && caller != REVIEWER);
        open(caseTerms(CASE, TERMS_HASH));
        vm.warp(block.timestamp + bound(late, 0, 60 days));
        bool after_ = block.timestamp >= START + 30 days;
        vm.prank(caller);
        (bool closed,) = address(verification).call(abi.encodeCall(verification.closeCase, (CASE, REASON)));
        assertTrue(closed == after_, "by whoever it may be");
        vm.prank(REVIEWER);
        (bool again,) = address(verification).call(abi.encodeCall(verification.closeCase, (CASE, REASON)));
        assertTrue(again != closed, "and once");
        Case memory found = verification.getCase(CASE);
        assertTrue(found.state == CaseState.Closed && found.outcome == Outcome.None, "without an outcome");
    }

    function testFuzz_setPolicy_within_its_bounds(uint32 score, uint32 outlier) public {
        bool may = score >= 500_000 && score <= 1_000_000 && outlier != 0 && outlier <= 1_000_000;
        vm.prank(GOVERNANCE);
        (bool set,) = address(verification).call(abi.encodeCall(verification.setPolicy, (score, outlier)));
        assertTrue(set == may, "bounds");
        (uint32 kept, uint32 keptOutlier) = verification.policy();
        assertTrue(kept == (may ? score : 850_000) && keptOutlier == (may ? outlier : 150_000), "kept");
    }

    function testFuzz_setTier_never_below_what_binds_governance_itself(
        bool carbon,
        uint8[2] memory counts,
        uint16 consensusBps,
        uint32 thresholdE4,
        uint32 windowSeconds
    ) public {
        Tier memory tier = Tier({
            programme: carbon ? Programme.Carbon : Programme.Commodity,
            minReports: uint8(bound(counts[0], 0, 40)),
            minCommittee: uint8(bound(counts[1], 0, 40)),
            minConsensusBps: uint16(bound(consensusBps, 4000, 11_000)),
            minScoreThresholdE4: uint32(bound(thresholdE4, 400_000, 1_100_000)),
            minWindowSeconds: uint32(bound(windowSeconds, 0, 40 days))
        });
        bool may = tier.minReports >= (tier.programme == Programme.Commodity ? 3 : 1) && tier.minCommittee <= 32
            && (tier.minCommittee == 0 || tier.minCommittee >= tier.minReports) && tier.minConsensusBps > 5000
            && tier.minConsensusBps <= 10_000 && tier.minScoreThresholdE4 >= 500_000
            && tier.minScoreThresholdE4 <= 990_000 && tier.minWindowSeconds <= 30 days;
        bytes32 before = keccak256(abi.encode(verification.tier(tier.programme, tier.minReports)));
        vm.prank(GOVERNANCE);
        (bool set,) = address(verification).call(abi.encodeCall(verification.setTier, (tier)));
        assertTrue(set == may, "bounds");
        bytes32 found = keccak256(abi.encode(verification.tier(tier.programme, tier.minReports)));
        assertEq(found, may ? keccak256(abi.encode(tier)) : before, "kept");
    }

    function testFuzz_setNode_keeps_one_key_for_one_node(uint8 index, uint8 key, uint16 reliability) public {
        address signer = key % 20 == 0 ? address(0) : nodeAddress(key % 20 - 1);
        bool taken = key % 20 != 0 && key % 20 <= 13 && key % 20 - 1 != index;
        bool may = signer != address(0) && reliability >= 5000 && reliability <= 10_000 && !taken;
        vm.prank(GOVERNANCE);
        (bool set,) =
            address(verification).call(abi.encodeCall(verification.setNode, (index, signer, reliability, true)));
        assertTrue(set == may, "bounds, and whose key it is");
        (address kept, uint16 weight,) = verification.node(index);
        if (may) assertTrue(kept == signer && weight == reliability, "kept");
        else assertEq(kept, index < 13 ? nodeAddress(index) : address(0), "as it was");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _challengeAs(address challenger, bool may) private {
        vm.prank(challenger);
        (bool held,) = address(verification).call(abi.encodeCall(verification.challenge, (CASE, REASON)));
        assertTrue(held == may, "a party, inside the window");
        CaseState expected = may ? CaseState.Challenged : CaseState.Concluded;
        assertTrue(verification.getCase(CASE).state == expected, "state");
    }

    function _ones(uint256 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) {
            count++;
        }
    }
}
