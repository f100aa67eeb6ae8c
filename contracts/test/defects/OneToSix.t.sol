// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AllocationTerms, IAllocation} from "../../src/interfaces/IAllocation.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ProxyAdmin} from "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol";
import {ITransparentUpgradeableProxy} from "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {Escrow} from "../../src/Escrow.sol";
import {IListings} from "../../src/interfaces/ICarbon.sol";
import {IEscrow} from "../../src/interfaces/IEscrow.sol";
import {IConversion, IPaymentToken} from "../../src/interfaces/ITokens.sol";
import {
    CaseState,
    CaseTerms,
    IVerification,
    Outcome,
    Programme,
    SignedReport
} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice The defects 1 to 6 of domain.md 2.26, clause by clause: each test proves that one is absent.
contract DefectsOneToSix is Base {
    // ------------------------------------------------------------------- 1: tokens whose restrictions have other ways round

    function test_1_transferFrom_does_not_bypass_a_restriction() public {
        giveFt(SOVEREIGN, 100);
        vm.prank(SOVEREIGN);
        foundationToken.approve(STRANGER, 100);
        vm.startPrank(STRANGER);
        vm.expectRevert(abi.encodeWithSignature("NotAllowedToHold(address)", STRANGER));
        foundationToken.transferFrom(SOVEREIGN, STRANGER, 100);
    }

    function test_1_a_freeze_stops_both_tokens_by_every_way_in_and_out() public {
        giveFt(SOVEREIGN, 100);
        givePt(SOVEREIGN, 100);
        address[2] memory tokens = [address(paymentToken), address(foundationToken)];
        for (uint256 i = 0; i < 2; i++) {
            vm.prank(SOVEREIGN);
            IPaymentToken(tokens[i]).approve(STRANGER, 100);
        }
        freeze(SOVEREIGN);
        for (uint256 i = 0; i < 2; i++) {
            _frozen(SOVEREIGN, tokens[i], abi.encodeCall(paymentToken.transfer, (SOVEREIGN_TWO, 1)));
            _frozen(STRANGER, tokens[i], abi.encodeCall(paymentToken.transferFrom, (SOVEREIGN, SOVEREIGN_TWO, 1)));
        }
        _frozen(SOVEREIGN, address(paymentToken), abi.encodeCall(paymentToken.burn, (1)));
        _frozen(TREASURY, address(paymentToken), abi.encodeCall(paymentToken.mint, (SOVEREIGN, 1)));
        _frozen(address(allocation), address(foundationToken), abi.encodeCall(foundationToken.mint, (SOVEREIGN, 1)));
    }

    /// @dev The sources' controller called a pause() that its tokens did not have.
    function test_1_whatever_the_table_of_roles_names_exists_where_it_says() public {
        _answered("Parties", address(parties), 4);
        _answered("PaymentToken", address(paymentToken), 1);
        _answered("FoundationToken", address(foundationToken), 2);
        _answered("Verification", address(verification), 7);
        _answered("Escrow", address(escrow), 3);
        _answered("Allocation", address(allocation), 2);
        _answered("Conversion", address(conversion), 1);
        _answered("LandRegistry", address(landRegistry), 3);
        _answered("CarbonCredit", address(carbonCredit), 2);
        _answered("Listings", address(listings), 1);
        _answered("AuditAnchor", address(auditAnchor), 1);
    }

    function test_1_limits_are_checked_not_declared() public {
        giveFt(SOVEREIGN, 100e18);
        givePt(address(conversion), 100e18);
        vm.prank(GOVERNANCE);
        conversion.setTerms(1e18, 300, 35, 10e18);
        vm.prank(SOVEREIGN);
        vm.expectRevert(abi.encodeWithSelector(IConversion.DailyLimitExceeded.selector, 97e18, 10e18));
        conversion.convert(REASON, 100e18, 0);
        uint256 left = 500_000_000e18 - paymentToken.totalSupply();
        vm.prank(TREASURY);
        vm.expectPartialRevert(IPaymentToken.CapExceeded.selector);
        paymentToken.mint(BUYER, left + 1);
    }

    // --------------------------------------------------------------------- 2: the first answers decide, and nothing is kept

    function test_2_one_early_refusal_does_not_kill_a_case_and_unanimity_is_not_needed() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory all = unanimous(CASE, 7, 940_625, true);
        SignedReport[] memory first = new SignedReport[](3);
        for (uint256 i = 0; i < 3; i++) {
            first[i] = signed(i + 4, reportOf(CASE, 300_000, false));
        }
        vm.expectPartialRevert(IVerification.ParticipationTooLow.selector);
        submit(CASE, first); // the earliest three refuse: nothing is decided
        for (uint256 i = 6; i > 0; i--) {
            all[i] = all[i - 1];
        }
        all[0] = first[2]; // node 6 refuses, the others agree
        submit(CASE, all);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "six of seven, one against");
    }

    function test_2_what_was_verified_is_stored() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        bytes32[] memory digests = new bytes32[](7);
        for (uint256 i = 0; i < 7; i++) {
            digests[i] = verification.reportDigest(reportOf(CASE, 940_625, true));
        }
        submit(CASE, reports);
        bytes32 opening = keccak256(abi.encode(openingOf(CASE)));
        assertEq(
            verification.getCase(CASE).commitment,
            keccak256(abi.encode(opening, keccak256(abi.encodePacked(digests)))),
            "evidence root, claim, committee and every report"
        );
        assertEq(verification.getCase(CASE).scoreE4, 940_625, "score");
        assertEq(verification.getCase(CASE).shareBps, 10_000, "share");
    }

    function test_2_a_case_has_a_deadline() public {
        CaseTerms memory terms = caseTerms(CASE, keccak256("terms"));
        terms.deadline = 0;
        vm.prank(OPERATOR);
        vm.expectRevert(IVerification.BadTerms.selector);
        verification.openCase(terms);
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        vm.warp(START + 30 days);
        vm.expectRevert(abi.encodeWithSelector(IVerification.DeadlinePassed.selector, CASE, uint64(START + 30 days)));
        submit(CASE, reports);
    }

    /// @dev What a node stands to lose here is its weight and its place: both are set by governance and count at once.
    function test_2_a_node_weighs_what_it_has_earned_and_loses_its_vote_with_its_place() public {
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = unanimous(CASE, 6, 940_625, true);
        vm.startPrank(GOVERNANCE);
        for (uint8 i = 0; i < 3; i++) {
            verification.setNode(i, nodeAddress(i), 5000, i != 0);
        }
        vm.stopPrank();
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, 0));
        submit(CASE, reports);
        vm.prank(GOVERNANCE);
        verification.setNode(0, nodeAddress(0), 5000, true);
        submit(CASE, reports);
        // 5000 x 3 + 8000 x 2 + 7000 of these and the 6000 that is absent.
        assertEq(verification.getCase(CASE).shareBps, uint256(38_000) * 10_000 / 44_000, "by present weights");
    }

    function test_2_no_member_is_hard_wired_each_case_names_its_own_committee() public {
        CaseTerms memory terms = caseTerms(CASE, keccak256("terms"));
        terms.committee = 0x7f << 6; // nodes 6 to 12
        open(terms);
        SignedReport[] memory reports = unanimous(CASE, 7, 940_625, true);
        vm.expectRevert(abi.encodeWithSelector(IVerification.NotInCommittee.selector, 0));
        submit(CASE, reports);
        for (uint256 i = 0; i < 7; i++) {
            reports[i] = signed(i + 6, reportOf(CASE, 940_625, true));
        }
        submit(CASE, reports);
        assertTrue(verification.getCase(CASE).outcome == Outcome.Approved, "without the first");
    }

    // ------------------------------------------------------------------ 3: all or nothing, paid at once, or funded for ever

    function test_3_nothing_is_paid_inside_the_challenge_window_and_a_partial_outcome_splits() public {
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        review(CASE, 9_100_000);
        approve(CASE);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.NotSettled.selector, CASE));
        escrow.release(TRADE);
        passWindow();
        escrow.release(TRADE);
        assertEq(escrow.getEscrow(TRADE).toBuyer, 225_000e18, "split");
    }

    function test_3_a_funded_trade_times_out() public {
        fundEscrow(escrowTerms());
        vm.warp(START + 90 days);
        escrow.refund(TRADE);
        assertEq(paymentToken.balanceOf(BUYER), AMOUNT, "back");
    }

    // ---------------------------------------------------------- 4: an offer that locks nothing, an end that keeps everything

    function test_4_no_contract_keeps_foundation_tokens_for_ever() public {
        giveFt(SOVEREIGN, 100e18);
        givePt(address(conversion), 100e18);
        vm.startPrank(SOVEREIGN);
        foundationToken.approve(address(conversion), 100e18);
        conversion.convert(keccak256("conversion"), 100e18, 0);
        assertEq(foundationToken.balanceOf(address(conversion)), 0, "burned, not kept");
        assertEq(foundationToken.totalSupply(), 0, "supply follows");
    }

    function test_4_foundation_token_follows_a_delivery_only() public {
        AllocationTerms memory terms = allocationTerms();
        fundEscrow(escrowTerms());
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotSettled.selector, CASE));
        allocation.allocate(terms);
        open(caseTerms(CASE, keccak256(abi.encode(terms))));
        reject(CASE);
        passWindow();
        vm.expectRevert(abi.encodeWithSelector(IAllocation.NotSettled.selector, CASE));
        allocation.allocate(terms);
    }

    function test_4_an_offer_keeps_what_it_offers_locked_until_both_legs_move() public {
        uint256 id = issueCredits();
        vm.startPrank(LANDOWNER);
        carbonCredit.setApprovalForAll(address(listings), true);
        listings.list(REASON, id, 6000, 1e18, uint64(block.timestamp + 1 days));
        vm.expectRevert(); // what is offered cannot be given away meanwhile
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 968, "");
        vm.stopPrank();
        vm.prank(CREDIT_BUYER);
        vm.expectRevert(); // no payment, no delivery
        listings.buy(REASON, REASON, 1, type(uint128).max);
        assertEq(carbonCredit.balanceOf(address(listings), id), 6000, "locked");
        vm.warp(block.timestamp + 1 days);
        vm.prank(CREDIT_BUYER);
        vm.expectPartialRevert(IListings.ListingExpired.selector);
        listings.buy(REASON, REASON, 1, type(uint128).max);
        listings.cancel(REASON);
        assertEq(carbonCredit.balanceOf(LANDOWNER, id), 6967, "not for ever");
    }

    // ------------------------------------------------------------------------- 5: thresholds and delays that are not applied

    function test_5_a_governance_delay_is_kept() public {
        manager.grantRole(7, GOVERNANCE, 2 days);
        vm.warp(block.timestamp + 10 days);
        bytes memory data = abi.encodeCall(verification.setPolicy, (900_000, 100_000));
        vm.startPrank(GOVERNANCE);
        vm.expectRevert();
        verification.setPolicy(900_000, 100_000);
        manager.schedule(address(verification), data, uint48(block.timestamp + 2 days));
        vm.expectRevert();
        verification.setPolicy(900_000, 100_000);
        vm.warp(block.timestamp + 2 days);
        verification.setPolicy(900_000, 100_000);
    }

    function test_5_nobody_else_carries_out_a_decision() public {
        manager.grantRole(7, GOVERNANCE, 2 days);
        vm.warp(block.timestamp + 10 days);
        bytes memory data = abi.encodeCall(verification.setPolicy, (900_000, 100_000));
        vm.prank(GOVERNANCE);
        manager.schedule(address(verification), data, uint48(block.timestamp + 2 days));
        vm.warp(block.timestamp + 2 days);
        vm.prank(STRANGER);
        vm.expectPartialRevert(IAccessManager.AccessManagerUnauthorizedCall.selector);
        manager.execute(address(verification), data);
        expectUnauthorized(STRANGER);
        verification.setPolicy(900_000, 100_000);
    }

    function test_5_each_tier_applies_its_own_threshold() public {
        // Four fifths agree: enough for tiers of three and five reports, too little for those of seven.
        bool[3] memory expected = [true, true, false];
        for (uint256 i = 0; i < 3; i++) {
            bytes32 caseId = keccak256(abi.encode("tier", i));
            CaseTerms memory terms = caseTerms(caseId, keccak256("terms"));
            (terms.minReports, terms.consensusBps) = (tiers()[i].minReports, tiers()[i].minConsensusBps);
            terms.claimKey = caseId;
            open(terms);
            SignedReport[] memory reports = unanimous(caseId, 7, 940_625, true);
            reports[0] = signed(0, reportOf(caseId, 600_000, false)); // 10,000 of 56,000 refuse
            (bool concluded,) = address(verification)
                .call(abi.encodeCall(verification.submitResult, (caseId, openingOf(caseId), reports)));
            assertTrue(concluded == expected[i], "46,000 of 56,000 is 82.1 %");
        }
    }

    /// @dev 41,999 of 56,000 is not three quarters, whatever a division would make of it.
    function test_5_no_division_rounds_a_minority_up() public {
        vm.startPrank(GOVERNANCE);
        uint16[7] memory weights = [uint16(9000), 9000, 9000, 9000, 5999, 8001, 6000];
        for (uint8 i = 0; i < 7; i++) {
            verification.setNode(i, nodeAddress(i), weights[i], true);
        }
        vm.stopPrank();
        open(caseTerms(CASE, keccak256("terms")));
        SignedReport[] memory reports = new SignedReport[](7);
        for (uint256 i = 0; i < 2; i++) {
            reports[i] = signed(5 + i, reportOf(CASE, 600_000, false));
        }
        for (uint256 i = 0; i < 5; i++) {
            reports[2 + i] = signed(i, reportOf(CASE, 940_625, true));
        }
        vm.expectRevert(abi.encodeWithSelector(IVerification.NoQuorum.selector, 41_999, 14_001, 42_000));
        submit(CASE, reports);
    }

    // ------------------------------------------------------------------------- 6: an upgrade whatever became of its proposal

    function test_6_an_upgrade_happens_in_the_one_state_in_which_it_was_decided_and_once() public {
        ProxyAdmin admin = _upgradesWaitThreeDays();
        bytes memory data = _upgrade();
        vm.startPrank(UPGRADER);
        vm.expectPartialRevert(IAccessManager.AccessManagerNotScheduled.selector); // never proposed
        manager.execute(address(admin), data);
        (bytes32 proposal,) = manager.schedule(address(admin), data, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, proposal)); // still waiting
        manager.execute(address(admin), data);
        bytes memory other = _upgrade();
        vm.warp(block.timestamp + 3 days);
        vm.expectPartialRevert(IAccessManager.AccessManagerNotScheduled.selector); // another one than was proposed
        manager.execute(address(admin), other);
        manager.execute(address(admin), data);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, proposal)); // done
        manager.execute(address(admin), data);
    }

    function test_6_an_upgrade_that_was_withdrawn_or_has_expired_does_not_happen() public {
        ProxyAdmin admin = _upgradesWaitThreeDays();
        bytes memory data = _upgrade();
        vm.startPrank(UPGRADER);
        (bytes32 proposal,) = manager.schedule(address(admin), data, 0);
        manager.cancel(UPGRADER, address(admin), data);
        vm.warp(block.timestamp + 3 days);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, proposal));
        manager.execute(address(admin), data);
        manager.schedule(address(admin), data, 0);
        vm.warp(block.timestamp + 3 days + manager.expiration());
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerExpired.selector, proposal));
        manager.execute(address(admin), data);
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _frozen(address caller, address token, bytes memory data) private {
        vm.prank(caller);
        (bool moved, bytes memory answer) = token.call(data);
        assertTrue(!moved, "moved");
        assertEq(
            keccak256(answer), keccak256(abi.encodeWithSignature("FrozenAccount(address)", SOVEREIGN)), "because frozen"
        );
    }

    /// @dev A function that is not there is refused without a word; one that is there says why.
    function _answered(string memory name, address target, uint256 count) private {
        string memory table = vm.readFile("contracts/script/access.json");
        string memory path = string.concat(".functions.", name);
        string[] memory roles = vm.parseJsonKeys(table, path);
        for (uint256 i = 0; i < roles.length; i++) {
            string[] memory signatures = vm.parseJsonStringArray(table, string.concat(path, ".", roles[i]));
            for (uint256 j = 0; j < signatures.length; j++) {
                vm.prank(STRANGER);
                (bool done, bytes memory answer) =
                    target.call(bytes.concat(bytes4(keccak256(bytes(signatures[j]))), new bytes(512)));
                assertTrue(!done && answer.length >= 4, signatures[j]);
                count--;
            }
        }
        assertEq(count, 0, name);
    }

    function _upgradesWaitThreeDays() private returns (ProxyAdmin admin) {
        bytes32 slot = 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103;
        admin = ProxyAdmin(address(uint160(uint256(vm.load(address(escrow), slot)))));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ProxyAdmin.upgradeAndCall.selector;
        manager.setTargetFunctionRole(address(admin), selectors, 8);
        manager.grantRole(8, UPGRADER, 3 days);
        vm.warp(block.timestamp + 30 days); // a longer delay takes effect at once
    }

    function _upgrade() private returns (bytes memory) {
        Escrow next = new Escrow(parties, paymentToken, verification);
        return
            abi.encodeCall(
                ProxyAdmin.upgradeAndCall, (ITransparentUpgradeableProxy(address(escrow)), address(next), "")
            );
    }
}
