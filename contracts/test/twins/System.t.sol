// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Allocation} from "../../src/Allocation.sol";
import {CarbonCredit} from "../../src/CarbonCredit.sol";
import {Conversion} from "../../src/Conversion.sol";
import {Escrow} from "../../src/Escrow.sol";
import {FoundationToken} from "../../src/FoundationToken.sol";
import {LandRegistry} from "../../src/LandRegistry.sol";
import {Parties} from "../../src/Parties.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {Verification} from "../../src/Verification.sol";
import {PartyClaim} from "../../src/interfaces/IParties.sol";
import {CaseTerms, Opening, Programme, Report, SignedReport, Tier} from "../../src/interfaces/IVerification.sol";
import {Actor} from "./Actor.t.sol";
import {Signing} from "./Signing.t.sol";

/// @notice The deployed contracts, and what any differential test needs of them: parties with claims, and cases that real
/// reports settle. The deployer makes this contract an administrator; then it takes the roles it acts in.
abstract contract System {
    struct Book {
        AccessManager manager;
        Parties parties;
        PaymentToken paymentToken;
        FoundationToken foundationToken;
        Verification verification;
        Escrow escrow;
        Allocation allocation;
        Conversion conversion;
        LandRegistry landRegistry;
        CarbonCredit carbonCredit;
    }

    /// @dev Role numbers of contracts/script/access.json.
    uint64 internal constant OPERATOR = 1;
    uint64 internal constant REVIEWER = 2;
    uint64 internal constant REGISTRAR = 3;
    uint64 internal constant TREASURY = 5;
    uint64 internal constant GOVERNANCE_A = 7;
    uint64 internal constant ALLOCATOR = 9;
    uint64 internal constant CONVERTER = 10;
    uint64 internal constant GOVERNANCE_B = 12;

    uint8 internal constant COMMITTEE = 3; // the smallest that a commodity case may have
    uint32 internal constant LEAST_THRESHOLD = 500_000;

    uint256 private constant ISSUER_KEY = 0x1550e5;
    uint256 private constant NODE_KEY = 0x90de00;
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    bytes32 internal constant REASON = keccak256("reason");

    Book internal book;
    Actor internal reviewer;

    constructor(Book memory book_) {
        book = book_;
    }

    /// @dev Roles, a claim issuer, a reviewer who opens no case, three nodes, and tiers as low as the contract allows.
    function _begin() internal {
        for (uint64 role = OPERATOR; role <= GOVERNANCE_B; role++) {
            if (role != REVIEWER) book.manager.grantRole(role, address(this), 0);
        }
        reviewer = new Actor();
        book.manager.grantRole(REVIEWER, address(reviewer), 0);
        book.parties.setIssuer(Signing.addressOf(ISSUER_KEY), (1 << 6) - 1);
        for (uint8 i = 0; i < COMMITTEE; i++) {
            _setNode(i, 10_000);
        }
        book.verification.setTier(Tier(Programme.Commodity, COMMITTEE, COMMITTEE, 5001, LEAST_THRESHOLD, 0));
        for (uint8 reports = 1; reports <= COMMITTEE; reports++) {
            book.verification.setTier(Tier(Programme.Carbon, reports, reports, 5001, LEAST_THRESHOLD, 0));
        }
    }

    function _setNode(uint8 index, uint16 reliabilityE4) internal {
        book.verification.setNode(index, Signing.addressOf(NODE_KEY + index), reliabilityE4, true);
    }

    function _admitted(uint32 roles) internal returns (Actor actor) {
        actor = new Actor();
        PartyClaim memory claim =
            PartyClaim(address(actor), keccak256(abi.encode(actor)), roles, 756, type(uint40).max, 0);
        bytes32 typehash = keccak256(
            "PartyClaim(address account,bytes32 partyId,uint32 roles,uint16 country,uint64 expiresAt,uint256 nonce)"
        );
        bytes32 digest =
            Signing.typedDigest("Assay Parties", address(book.parties), keccak256(abi.encode(typehash, claim)));
        book.parties.acceptClaim(claim, Signing.sign(ISSUER_KEY, digest));
    }

    /// @dev Opens a case and settles it at once for `quantity` of `contracted`: nodes 0 to 2 are its committee.
    function _settle(Programme programme, bytes32 caseId, bytes32 termsHash, uint128 quantity, uint128 contracted)
        internal
    {
        Opening memory opening = Opening(keccak256(abi.encode("claim", caseId)), EVIDENCE, (1 << COMMITTEE) - 1);
        book.verification
            .openCase(
                CaseTerms({
                    caseId: caseId,
                    claimKey: opening.claimKey,
                    evidenceRoot: EVIDENCE,
                    termsHash: termsHash,
                    programme: programme,
                    committee: opening.committee,
                    contractedQuantity: contracted,
                    scoreThresholdE4: LEAST_THRESHOLD,
                    consensusBps: 10_000,
                    minReports: COMMITTEE,
                    windowSeconds: 0,
                    deadline: uint64(block.timestamp + 1)
                })
            );
        if (quantity != contracted) _review(caseId, quantity);
        uint32 round = quantity == contracted ? 1 : 2;
        Report memory report = Report(caseId, round, EVIDENCE, termsHash, quantity, 1_000_000, true, false, REASON);
        SignedReport[] memory reports = new SignedReport[](COMMITTEE);
        for (uint256 i = 0; i < COMMITTEE; i++) {
            reports[i] = _signed(i, report);
        }
        book.verification.submitResult(caseId, opening, reports);
    }

    function _review(bytes32 caseId, uint128 quantity) internal {
        reviewer.act(address(book.verification), abi.encodeCall(Verification.openReview, (caseId, quantity, REASON)));
    }

    function _signed(uint256 nodeIndex, Report memory report) internal view returns (SignedReport memory) {
        (uint8 v, bytes32 r, bytes32 s) = Signing.parts(NODE_KEY + nodeIndex, book.verification.reportDigest(report));
        uint256 flags = (report.agrees ? 1 : 0) + (report.critical ? 2 : 0);
        return SignedReport({
            answer: uint48((nodeIndex << 40) | (flags << 32) | report.scoreE4),
            justificationHash: report.justificationHash,
            r: r,
            vs: bytes32(uint256(s) | (uint256(v - 27) << 255))
        });
    }
}
