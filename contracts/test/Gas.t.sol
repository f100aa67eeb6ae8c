// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IssuanceTerms, Title} from "../src/interfaces/ICarbon.sol";
import {EscrowTerms} from "../src/interfaces/IEscrow.sol";
import {CaseTerms, Programme, SignedReport, Tier} from "../src/interfaces/IVerification.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

/// @notice Whole transactions, 21,000 and calldata included, each through its proxy and with cold storage, as a user pays
/// them. The exact numbers are in contracts/snapshots; `forge test` fails when one changes (see contracts/README.md).
/// forge-config: default.isolate = true
contract GasTest is Base {
    bytes32 private constant BENEFICIARY = keccak256("beneficiary");
    bytes32 private constant PURPOSE = keccak256("purpose");
    /// @dev Its last byte is 0, so that as many items fit as may.
    bytes32 private constant BATCH = bytes32(uint256(keccak256("batch")) & ~uint256(0xff));

    // ---------------------------------------------------------------------------------------------------------- parties

    function test_accept_claim() public {
        admit(address(0xfacade), 1);
        _record("parties: accept claim");
    }

    // ---------------------------------------------------------------------------------------------------------- tokens

    function test_transfers() public {
        giveFt(SOVEREIGN, 1e24);
        giveFt(SOVEREIGN_TWO, 1e24);
        givePt(BUYER, 1e24);
        givePt(SELLER, 1e24);
        vm.prank(SOVEREIGN);
        foundationToken.transfer(SOVEREIGN_TWO, 1e18);
        _record("restricted transfer (FT)");
        vm.prank(BUYER);
        paymentToken.transfer(SELLER, 1e18);
        _record("payment transfer (PT)");
        vm.prank(TREASURY);
        paymentToken.mint(SELLER, 1e18);
        _record("payment mint (PT)");
    }

    // ----------------------------------------------------------------------------------------------------- verification

    function test_open_case() public {
        open(caseTerms(CASE, keccak256("terms")));
        _record("verification: open case");
    }

    function test_quorum_3() public {
        _quorum(3, "quorum result, 3 signers");
    }

    function test_quorum_5() public {
        _quorum(5, "quorum result, 5 signers");
    }

    function test_quorum_7() public {
        _quorum(7, "quorum result, 7 signers");
    }

    function test_quorum_13() public {
        _quorum(13, "quorum result, 13 signers");
    }

    // ----------------------------------------------------------------------------------------------------------- escrow

    function test_escrow_fund() public {
        EscrowTerms memory terms = escrowTerms();
        givePt(BUYER, 2 * uint256(AMOUNT));
        givePt(address(escrow), 1); // the escrow holds other trades already
        vm.prank(BUYER);
        paymentToken.approve(address(escrow), type(uint256).max);
        vm.prank(BUYER);
        escrow.fund(terms);
        _record("escrow fund");
    }

    function test_escrow_release_and_allocation() public {
        _dust();
        giveFt(SOVEREIGN, 1);
        settleTrade(allocationTerms());
        escrow.release(TRADE);
        _record("escrow release");
        allocation.allocate(allocationTerms());
        _record("allocation");
    }

    function test_escrow_release_partial() public {
        _dust();
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        review(CASE, 9_100_000);
        approve(CASE);
        passWindow();
        escrow.release(TRADE);
        _record("escrow release, partial");
    }

    function test_allocation_within_limits() public {
        giveFt(SOVEREIGN, 1);
        giveFt(SOVEREIGN_TWO, 1_000_000_000e18);
        settleTrade(allocationTerms());
        allocation.allocate(allocationTerms());
        _record("allocation, limits active");
    }

    function test_escrow_refund() public {
        _dust();
        fundEscrow(escrowTerms());
        open(caseTerms(CASE, keccak256("terms")));
        reject(CASE);
        passWindow();
        vm.prank(BUYER);
        escrow.refund(TRADE);
        _record("escrow refund");
    }

    function test_conversion() public {
        giveFt(SOVEREIGN, 10e24);
        givePt(SOVEREIGN, 1);
        givePt(address(conversion), 10e24);
        vm.prank(SOVEREIGN);
        foundationToken.approve(address(conversion), type(uint256).max);
        vm.prank(SOVEREIGN);
        conversion.convert(keccak256("conversion"), 1e24, 0);
        _record("conversion");
    }

    // ---------------------------------------------------------------------------------------------------------- credits

    function test_land_and_issue() public {
        registerParcel(PARCEL);
        _record("land: register parcel");
        Title[] memory many = new Title[](100);
        for (uint256 i = 0; i < many.length; i++) {
            many[i] = Title(keccak256(abi.encode(i)), LANDOWNER, keccak256(abi.encode("polygon", i)), "u9zxy", 1);
        }
        vm.prank(REGISTRAR);
        landRegistry.register(many);
        _record("land: register 100 parcels");
        IssuanceTerms memory terms = issuanceTerms();
        settleIssuance(terms);
        carbonCredit.issue(terms);
        _record("credits: issue");
    }

    function test_credit_transfer() public {
        uint256 id = issueCredits();
        vm.prank(LANDOWNER);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
        vm.prank(LANDOWNER);
        carbonCredit.safeTransferFrom(LANDOWNER, CREDIT_BUYER, id, 1, "");
        _record("credits: transfer");
    }

    function test_retire() public {
        uint256 id = issueCredits();
        _retire(id, keccak256("first"));
        _retire(id, keccak256("second"));
        _record("retire");
        _retire(id, bytes32(uint256(keccak256("second")) ^ 1));
        _record("retire, id next to a used one");
    }

    function test_retire_batch_of_10() public {
        _retireBatchOfOne(10, "retire batch, 10 items of one credit");
    }

    function test_retire_batch_of_100() public {
        _retireBatchOfOne(100, "retire batch, 100 items of one credit");
    }

    function test_retire_batch_of_10_credits() public {
        registerParcel(PARCEL);
        uint256[] memory ids = new uint256[](10);
        for (uint256 i = 0; i < 10; i++) {
            IssuanceTerms memory terms = issuanceTerms();
            terms.caseId = keccak256(abi.encode("case", i));
            terms.vintage = uint32(VINTAGE + 10 * i);
            settleIssuance(terms);
            carbonCredit.issue(terms);
            ids[i] = carbonCredit.creditId(PROJECT, terms.vintage);
            _retire(ids[i], keccak256(abi.encode("earlier", i)));
        }
        _retireBatch(ids, "retire batch, 10 items of 10 credits");
    }

    function test_reverse() public {
        uint256 id = issueCredits();
        vm.prank(REVIEWER);
        carbonCredit.reverse(keccak256("reversal"), id, 100, new uint256[](0), REASON);
        _record("credits: reverse from the own buffer");
    }

    function test_listing() public {
        uint256 id = issueCredits();
        givePt(LANDOWNER, 1);
        givePt(COMMISSIONS, 1);
        givePt(CREDIT_BUYER, 1000e18);
        vm.prank(LANDOWNER);
        carbonCredit.setApprovalForAll(address(listings), true);
        vm.prank(CREDIT_BUYER);
        paymentToken.approve(address(listings), type(uint256).max);
        vm.prank(LANDOWNER);
        listings.list(keccak256("listing"), id, 2000, 0.1105e18, uint64(block.timestamp + 1 days));
        _record("listings: list");
        vm.prank(CREDIT_BUYER);
        listings.buy(keccak256("listing"), keccak256("first"), 500, type(uint128).max);
        vm.prank(CREDIT_BUYER);
        listings.buy(keccak256("listing"), keccak256("second"), 500, type(uint128).max);
        _record("listings: buy");
    }

    function test_anchor() public {
        vm.prank(ANCHOR);
        auditAnchor.anchor(keccak256("log"), 1, keccak256("root"));
        vm.prank(ANCHOR);
        auditAnchor.anchor(keccak256("log"), 2, keccak256("next root"));
        _record("audit anchor");
    }

    // ---------------------------------------------------------------------------------------------------------- helpers

    function _record(string memory name) private {
        vm.snapshotGasLastCall("gas", name);
    }

    function _quorum(uint8 signers, string memory name) private {
        CaseTerms memory terms = caseTerms(CASE, keccak256("terms"));
        terms.committee = (uint256(1) << signers) - 1;
        vm.prank(GOVERNANCE);
        verification.setTier(Tier(Programme.Commodity, 3, 3, 7500, 765_000, WINDOW)); // three of three, for the smallest figure
        open(terms);
        SignedReport[] memory reports = unanimous(CASE, signers, 940_625, true);
        submit(CASE, reports);
        _record(name);
    }

    /// @dev Accounts that hold some PT already, as they do from the second trade on.
    function _dust() private {
        address[7] memory accounts =
            [BUYER, SELLER, OPERATIONS, DEVELOPMENT, RESERVE, VERIFICATION_FEES, address(escrow)];
        for (uint256 i = 0; i < 7; i++) {
            givePt(accounts[i], 1);
        }
    }

    function _retire(uint256 id, bytes32 retirementId) private {
        vm.prank(LANDOWNER);
        carbonCredit.retire(retirementId, id, 1, BENEFICIARY, PURPOSE);
    }

    function _retireBatchOfOne(uint256 items, string memory name) private {
        uint256 id = issueCredits();
        _retire(id, keccak256("earlier"));
        uint256[] memory ids = new uint256[](items);
        for (uint256 i = 0; i < items; i++) {
            ids[i] = id;
        }
        _retireBatch(ids, name);
    }

    function _retireBatch(uint256[] memory ids, string memory name) private {
        uint256[] memory kgs = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            kgs[i] = 1;
        }
        vm.prank(LANDOWNER);
        carbonCredit.retireBatch(BATCH, ids, kgs, BENEFICIARY, PURPOSE);
        _record(name);
    }
}
