// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AllocationTerms} from "../../src/interfaces/IAllocation.sol";
import {EscrowTerms} from "../../src/interfaces/IEscrow.sol";
import {CaseState, CaseTerms} from "../../src/interfaces/IVerification.sol";
import {Base} from "../Base.t.sol";
import {vm} from "../Vm.sol";

/// @notice Random walks through the commodity programme. A step that the contracts refuse leaves no trace.
contract TradeHandler is Base {
    uint256 public constant CLAIMS = 8; // few claim keys, so that cases compete for them
    uint128 public constant CONTRACTED = QUANTITY;
    uint256 private constant MAX_TRADES = 24;
    uint128 private constant FLOOR = 1e18;

    EscrowTerms[] private _trades;
    uint256 public burnedFt;
    uint256 public mintedPt;
    uint256 public burnedPt;
    uint256 public releasesBeyondTheCap;
    mapping(bytes32 caseId => mapping(uint256 day => uint256)) private _mintedOn;
    mapping(uint256 day => uint256) private _allMintedOn;

    /// @dev Caps so near that walks meet them: only the very first allocation is free of them.
    function setUp() public override {
        super.setUp();
        vm.prank(GOVERNANCE);
        allocation.setLimits(FLOOR, 500, 10_000, 2000, 10_000);
    }

    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](16);
        selectors[0] = this.fund.selector;
        selectors[1] = this.openOne.selector;
        selectors[2] = this.approveOne.selector;
        selectors[3] = this.approvePart.selector;
        selectors[4] = this.rejectOne.selector;
        selectors[5] = this.challengeOne.selector;
        selectors[6] = this.resolve.selector;
        selectors[7] = this.close.selector;
        selectors[8] = this.pass.selector;
        selectors[9] = this.release.selector;
        selectors[10] = this.refund.selector;
        selectors[11] = this.allocate.selector;
        selectors[12] = this.moveFt.selector;
        selectors[13] = this.convert.selector;
        selectors[14] = this.releaseQueue.selector;
        selectors[15] = this.deliver.selector;
    }

    // ---------------------------------------------------------------------------------------------------------- actions

    function fund(uint128 amount, uint128 tradeFee, uint128 verificationFee) external {
        if (_trades.length == MAX_TRADES) return;
        EscrowTerms memory terms = escrowTerms();
        terms.caseId = keccak256(abi.encode("case", _trades.length));
        terms.amount = uint128(bound(amount, 1, 10_000_000e18));
        terms.tradeFee = uint128(bound(tradeFee, 0, terms.amount));
        terms.verificationFee = uint128(bound(verificationFee, 0, terms.amount - terms.tradeFee));
        fundEscrow(terms);
        mintedPt += terms.amount;
        _trades.push(terms);
        // The usual next step right away, so that short walks get far.
        if (verification.caseOfClaim(claimKeyOf(terms.caseId)) == 0) openOne(_trades.length - 1);
    }

    function openOne(uint256 seed) public {
        EscrowTerms memory trade = _trade(seed);
        CaseTerms memory terms = caseTerms(trade.caseId, keccak256(abi.encode(_allocationTermsOf(trade))));
        terms.claimKey = claimKeyOf(trade.caseId);
        open(terms);
    }

    function approveOne(uint256 seed) external {
        approve(_trade(seed).caseId);
    }

    function approvePart(uint256 seed, uint128 quantity) external {
        bytes32 caseId = _trade(seed).caseId;
        review(caseId, uint128(bound(quantity, 1, QUANTITY)));
        approve(caseId);
    }

    function rejectOne(uint256 seed) external {
        reject(_trade(seed).caseId);
    }

    function challengeOne(uint256 seed) external {
        vm.prank(seed % 2 == 0 ? BUYER : SELLER);
        verification.challenge(_trade(seed).caseId, REASON);
    }

    function resolve(uint256 seed, bool upheld) external {
        vm.prank(REVIEWER);
        verification.resolveChallenge(_trade(seed).caseId, claimKeyOf(_trade(seed).caseId), upheld);
    }

    function close(uint256 seed) external {
        vm.prank(REVIEWER);
        verification.closeCase(_trade(seed).caseId, REASON);
    }

    function pass(uint256 elapsed) external {
        vm.warp(block.timestamp + bound(elapsed, 1 hours, 5 days));
    }

    function release(uint256 seed) external {
        uint256 supply = paymentToken.totalSupply();
        escrow.release(idOf(_trade(seed)));
        burnedPt += supply - paymentToken.totalSupply();
    }

    function refund(uint256 seed, bool asBuyer) external {
        vm.prank(asBuyer ? BUYER : OPERATOR);
        escrow.refund(idOf(_trade(seed)));
    }

    function allocate(uint256 seed) external {
        EscrowTerms memory trade = _trade(seed);
        allocation.allocate(_allocationTermsOf(trade));
        _noteMinted(trade.caseId, 0);
    }

    /// @dev The usual way of a trade in one step, so that walks get as far as queues.
    function deliver(uint256 seed) external {
        EscrowTerms memory trade = _openTrade(seed);
        approve(trade.caseId);
        passWindow();
        allocation.allocate(_allocationTermsOf(trade));
        _noteMinted(trade.caseId, 0);
    }

    /// @dev One whose case is open and whose claim is free; the first looked at when there is none.
    function _openTrade(uint256 seed) private view returns (EscrowTerms memory trade) {
        uint256 count = _trades.length;
        for (uint256 i = 0; i < count; i++) {
            trade = _trades[(seed % count + i) % count];
            bool open = verification.getCase(trade.caseId).state == CaseState.Open;
            if (open && verification.caseOfClaim(claimKeyOf(trade.caseId)) == 0) return trade;
        }
    }

    /// @dev What was queued comes out inside the caps, whenever and however often it is asked for.
    function releaseQueue(uint256 seed) external {
        bytes32 caseId = _queuedCase(seed);
        vm.warp(block.timestamp + (seed % 4) * 12 hours);
        uint256 before = allocation.getAllocation(caseId).minted;
        allocation.releaseQueued(caseId);
        _noteMinted(caseId, before);
        (uint256 supply, uint256 today) = (foundationToken.totalSupply(), block.timestamp / 1 days);
        if (supply < FLOOR) supply = FLOOR;
        if (_mintedOn[caseId][today] * 20 > supply) releasesBeyondTheCap++;
        uint256 trailing = 0;
        for (uint256 back = 1; back <= 30; back++) {
            trailing += _allMintedOn[today - back];
        }
        uint256 allowed = trailing == 0 ? supply / 20 : trailing * 12 / 300;
        if (_allMintedOn[today] > allowed) releasesBeyondTheCap++;
    }

    /// @dev One of those that wait; the first trade's when none does.
    function _queuedCase(uint256 seed) private view returns (bytes32 caseId) {
        uint256 count = _trades.length;
        for (uint256 i = 0; i < count; i++) {
            caseId = _trades[(seed % count + i) % count].caseId;
            if (allocation.getAllocation(caseId).queued != 0) return caseId;
        }
    }

    function _noteMinted(bytes32 caseId, uint256 before) private {
        uint256 minted = allocation.getAllocation(caseId).minted - before;
        _mintedOn[caseId][block.timestamp / 1 days] += minted;
        _allMintedOn[block.timestamp / 1 days] += minted;
    }

    function moveFt(uint256 seed, address to, uint256 amount) external {
        address from = seed % 2 == 0 ? SOVEREIGN : SOVEREIGN_TWO;
        address[5] memory targets = [SOVEREIGN, SOVEREIGN_TWO, BUYER, address(escrow), to];
        amount = bound(amount, 0, foundationToken.balanceOf(from));
        vm.prank(from);
        foundationToken.transfer(targets[seed % 5], amount);
    }

    function convert(uint256 seed, uint128 amount) external {
        address sovereign = seed % 2 == 0 ? SOVEREIGN : SOVEREIGN_TWO;
        uint256 balance = foundationToken.balanceOf(sovereign);
        amount = uint128(bound(amount, 1, balance < 1_000_000e18 ? balance + 1 : 1_000_000e18));
        givePt(address(conversion), amount);
        // One prank per call: a pending prank would outlive a step that is refused.
        vm.prank(sovereign);
        foundationToken.approve(address(conversion), amount);
        vm.prank(sovereign);
        conversion.convert(keccak256(abi.encode(seed)), amount, 0);
        mintedPt += amount;
        burnedFt += amount;
    }

    // -------------------------------------------------------------------------------------------------------- questions

    function trades() external view returns (EscrowTerms[] memory) {
        return _trades;
    }

    function claimKeyOf(bytes32 caseId) public pure returns (bytes32) {
        return keccak256(abi.encode("claim", uint256(caseId) % CLAIMS));
    }

    function termsHashOf(EscrowTerms calldata trade) external view returns (bytes32) {
        return keccak256(abi.encode(_allocationTermsOf(trade)));
    }

    /// @dev Who may hold Foundation Token here.
    function ftHolders() external view returns (address[6] memory) {
        return [SOVEREIGN, SOVEREIGN_TWO, address(escrow), address(allocation), address(conversion), address(listings)];
    }

    function contracts() external view returns (address, address, address, address, address) {
        return
            (
                address(verification),
                address(escrow),
                address(allocation),
                address(paymentToken),
                address(foundationToken)
            );
    }

    function _trade(uint256 seed) private view returns (EscrowTerms memory) {
        return _trades[seed % _trades.length];
    }

    function _allocationTermsOf(EscrowTerms memory trade) private view returns (AllocationTerms memory terms) {
        terms = allocationTerms();
        terms.caseId = trade.caseId;
        terms.ptValue = trade.amount;
        terms.expected = trade.amount / 10 * 17;
        terms.sovereign = uint256(trade.caseId) / CLAIMS % 2 == 0 ? SOVEREIGN : SOVEREIGN_TWO;
    }
}
