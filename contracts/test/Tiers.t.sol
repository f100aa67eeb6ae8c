// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {CaseState, CaseTerms, IVerification, Programme, Tier} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice What whoever opens cases cannot do: open one that asks for less than its tier (domain.md 2.3).
contract TiersTest is Base {
    bytes32 private constant TERMS_HASH = keccak256("terms");

    // ---------------------------------------------------------------------------------------------------------- opening

    function test_refuses_a_committee_of_one() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.committee = 1;
        _belowFloor(terms);
        terms.minReports = 1; // there is no such tier for commodities, and there cannot be
        _unknownTier(terms);
        terms.committee = 0;
        _unknownTier(terms);
    }

    function test_refuses_a_threshold_of_nothing() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.scoreThresholdE4 = 0;
        _belowFloor(terms);
        terms.scoreThresholdE4 = 764_999;
        _belowFloor(terms);
        terms.scoreThresholdE4 = 765_000;
        open(terms);
    }

    function test_refuses_fewer_nodes_a_smaller_share_or_less_time_than_the_tier_asks_for() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.committee = 0x3f; // six of seven
        _belowFloor(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.consensusBps = 7499;
        _belowFloor(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        terms.windowSeconds = WINDOW - 1;
        _belowFloor(terms);
        terms.windowSeconds = 0;
        _belowFloor(terms);
    }

    function test_a_higher_tier_asks_for_more() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.minReports = 9; // of nine, 90 %
        terms.consensusBps = 9000;
        _belowFloor(terms); // seven nodes
        terms.committee = 0x1ff;
        terms.consensusBps = 8999;
        _belowFloor(terms);
        terms.consensusBps = 9000;
        open(terms);
    }

    function test_refuses_a_tier_that_governance_has_not_set_or_has_closed() public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.minReports = 4;
        _unknownTier(terms);
        terms = caseTerms(CASE, TERMS_HASH);
        _setTier(Tier(Programme.Commodity, 3, 0, 7500, 765_000, WINDOW));
        _unknownTier(terms);
        _setTier(Tier(Programme.Commodity, 3, 7, 7500, 765_000, WINDOW));
        open(terms);
    }

    function test_the_carbon_tier_does_not_open_the_door_to_a_commodity_case_of_one() public {
        CaseTerms memory terms = carbonTerms(CASE, TERMS_HASH);
        terms.committee = 1;
        open(terms); // one accredited verifier
        terms.caseId = keccak256("commodity");
        terms.programme = Programme.Commodity;
        _unknownTier(terms);
    }

    function testFuzz_no_case_is_below_the_floors_of_its_tier(
        uint256 committee,
        uint16 consensusBps,
        uint32 thresholdE4,
        uint8 minReports,
        uint32 windowSeconds,
        bool carbon
    ) public {
        CaseTerms memory terms = caseTerms(CASE, TERMS_HASH);
        terms.programme = carbon ? Programme.Carbon : Programme.Commodity;
        terms.committee = committee & ((1 << 13) - 1);
        terms.consensusBps = uint16(bound(consensusBps, 7000, 10_000));
        terms.scoreThresholdE4 = uint32(bound(thresholdE4, 700_000, 1_000_000));
        terms.minReports = uint8(bound(minReports, 0, 10));
        terms.windowSeconds = uint32(bound(windowSeconds, WINDOW - 1 days, 31 days));
        vm.prank(OPERATOR);
        try verification.openCase(terms) {
            Tier memory floors = verification.tier(terms.programme, terms.minReports);
            uint256 size = 0;
            for (uint256 i = 0; i < 13; i++) {
                size += (terms.committee >> i) & 1;
            }
            assertTrue(floors.minCommittee != 0 && size >= floors.minCommittee, "committee");
            assertTrue(size >= terms.minReports && terms.minReports != 0, "k of n");
            assertTrue(terms.consensusBps >= floors.minConsensusBps && terms.consensusBps > 5000, "consensus");
            assertTrue(terms.scoreThresholdE4 >= floors.minScoreThresholdE4, "threshold");
            assertTrue(terms.scoreThresholdE4 <= 990_000, "at most 99");
            assertTrue(terms.windowSeconds >= floors.minWindowSeconds && terms.windowSeconds <= 30 days, "window");
        } catch {
            assertTrue(verification.getCase(CASE).state == CaseState.None, "nothing was opened");
        }
    }

    // ------------------------------------------------------------------------------------------------------- governance

    function testFuzz_only_governance_sets_floors(address caller) public {
        vm.assume(caller != GOVERNANCE && caller.code.length == 0);
        expectUnauthorized(caller);
        verification.setTier(Tier(Programme.Commodity, 3, 3, 7500, 765_000, 0));
        expectUnauthorized(OPERATOR);
        verification.setTier(Tier(Programme.Commodity, 3, 3, 7500, 765_000, 0));
    }

    function test_governance_itself_is_bounded() public {
        _badTier(Tier(Programme.Commodity, 2, 7, 7500, 765_000, 0)); // fewer than three nodes
        _badTier(Tier(Programme.Carbon, 0, 1, 7500, 765_000, 0));
        _badTier(Tier(Programme.Commodity, 3, 2, 7500, 765_000, 0)); // n below k
        _badTier(Tier(Programme.Commodity, 3, 33, 7500, 765_000, 0));
        _badTier(Tier(Programme.Commodity, 3, 7, 5000, 765_000, 0)); // half is no majority
        _badTier(Tier(Programme.Commodity, 3, 7, 10_001, 765_000, 0));
        _badTier(Tier(Programme.Commodity, 3, 7, 7500, 499_999, 0));
        _badTier(Tier(Programme.Commodity, 3, 7, 7500, 990_001, 0));
        _badTier(Tier(Programme.Commodity, 3, 7, 7500, 765_000, 30 days + 1));
    }

    function test_floors_are_kept_and_announced() public {
        vm.prank(GOVERNANCE);
        vm.expectEmit();
        emit IVerification.TierSet(Programme.Carbon, 2, 5, 8000, 900_000, 3600);
        verification.setTier(Tier(Programme.Carbon, 2, 5, 8000, 900_000, 3600));
        Tier memory found = verification.tier(Programme.Carbon, 2);
        assertEq(
            keccak256(abi.encode(found)),
            keccak256(abi.encode(Tier(Programme.Carbon, 2, 5, 8000, 900_000, 3600))),
            "kept"
        );
    }

    function test_raised_floors_do_not_touch_a_case_that_is_open() public {
        open(caseTerms(CASE, TERMS_HASH));
        _setTier(Tier(Programme.Commodity, 3, 9, 9500, 950_000, 10 days));
        approve(CASE);
        passWindow();
        assertTrue(verification.getCase(CASE).state == CaseState.Concluded, "as it was opened");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _setTier(Tier memory floors) private {
        vm.prank(GOVERNANCE);
        verification.setTier(floors);
    }

    function _badTier(Tier memory floors) private {
        vm.prank(GOVERNANCE);
        vm.expectRevert(IVerification.BadTier.selector);
        verification.setTier(floors);
    }

    function _belowFloor(CaseTerms memory terms) private {
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.BelowFloor.selector, terms.programme, terms.minReports));
        verification.openCase(terms);
    }

    function _unknownTier(CaseTerms memory terms) private {
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IVerification.UnknownTier.selector, terms.programme, terms.minReports));
        verification.openCase(terms);
    }
}
