// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AllocationRecord, AllocationState, AllocationTerms, IAllocation} from "./interfaces/IAllocation.sol";
import {EscrowState, IEscrow, tradeIdOf} from "./interfaces/IEscrow.sol";
import {IFoundationToken} from "./interfaces/ITokens.sol";
import {IVerification, Outcome, Programme} from "./interfaces/IVerification.sol";
import {IssuanceWindow} from "./IssuanceWindow.sol";

/// @title Allocation
/// @notice See IAllocation. Order of domain.md 2.1: uniqueness, formula, deviation, caps, growth.
contract Allocation is IAllocation, AccessManagedUpgradeable {
    using SafeCast for uint256;
    using IssuanceWindow for IssuanceWindow.Window;

    /// @dev In two words. Amounts fit 96 bits: an escrow holds less than 2^89 base units, and no multiplier reaches 2^5.
    struct Stored {
        address sovereign;
        uint96 raw;
        uint96 minted;
        uint96 mintedOnDay;
        uint32 day; // of `mintedOnDay`, since 1970
        AllocationState state;
    }

    /// @dev In one word.
    struct Limits {
        uint128 supplyFloor;
        uint16 singleCapBps;
        uint16 sovereignCapBps;
        uint16 growthBps;
        uint16 deviationBps;
    }

    uint256 private constant E4 = 10_000;
    uint256 private constant MAX_MULTIPLIER_E4 = 100_000;

    mapping(bytes32 caseId => Stored) private _allocations;
    Limits private _limits;
    IssuanceWindow.Window private _window;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IFoundationToken private immutable FOUNDATION_TOKEN;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerification private immutable VERIFICATION;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IEscrow private immutable ESCROW;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IFoundationToken foundationToken, IVerification verification, IEscrow escrow) {
        FOUNDATION_TOKEN = foundationToken;
        VERIFICATION = verification;
        ESCROW = escrow;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager, and the limits as in `setLimits`.
    function initialize(
        address authority_,
        uint128 supplyFloor,
        uint16 singleCapBps,
        uint16 sovereignCapBps,
        uint16 growthBps,
        uint16 deviationBps
    ) external initializer {
        __AccessManaged_init(authority_);
        _setLimits(Limits(supplyFloor, singleCapBps, sovereignCapBps, growthBps, deviationBps));
    }

    // ------------------------------------------------------------------------------------------------------- governance

    /// @inheritdoc IAllocation
    function setLimits(
        uint128 supplyFloor,
        uint16 singleCapBps,
        uint16 sovereignCapBps,
        uint16 growthBps,
        uint16 deviationBps
    ) external restricted {
        _setLimits(Limits(supplyFloor, singleCapBps, sovereignCapBps, growthBps, deviationBps));
    }

    // --------------------------------------------------------------------------------------------------------- allocate

    /// @inheritdoc IAllocation
    function allocate(AllocationTerms calldata terms) external {
        bytes32 caseId = terms.caseId;
        Stored storage stored = _allocations[caseId];
        if (stored.state != AllocationState.None) revert AlreadyAllocated(caseId);
        (Outcome outcome, uint128 quantity, uint128 contracted, bytes32 termsHash) =
            VERIFICATION.settledOutcome(caseId, Programme.Commodity);
        if (outcome != Outcome.Approved && outcome != Outcome.Partial) revert NotSettled(caseId);
        if (keccak256(abi.encode(terms)) != termsHash) revert TermsMismatch(caseId);
        _checkPaid(terms);

        uint96 raw = uint256(_formulaDown(terms, quantity, contracted)).toUint96();
        // The shortage itself was verified; an anomaly is a formula that strays from what was expected for this delivery.
        uint128 expected = Math.mulDiv(terms.expected, quantity, contracted).toUint128();
        stored.sovereign = terms.sovereign;
        stored.raw = raw;
        if (_deviates(raw, expected)) {
            stored.state = AllocationState.Held;
            emit Held(caseId, terms.sovereign, raw, expected);
        } else {
            _mintFirst(caseId, stored);
        }
    }

    /// @inheritdoc IAllocation
    function resolveHold(bytes32 caseId, bool approved) external restricted {
        Stored storage stored = _allocations[caseId];
        if (stored.state != AllocationState.Held) revert NotHeld(caseId);
        emit HoldResolved(caseId, approved);
        if (approved) _mintFirst(caseId, stored);
        else stored.state = AllocationState.Dropped;
    }

    /// @inheritdoc IAllocation
    function releaseQueued(bytes32 caseId) external {
        Stored storage stored = _allocations[caseId];
        if (stored.state != AllocationState.Queued) revert NothingQueued(caseId);
        uint96 amount = _mintWithinLimits(stored, false);
        if (amount == 0) revert NothingQueued(caseId);
        emit QueueReleased(caseId, stored.sovereign, amount, stored.raw - stored.minted);
        FOUNDATION_TOKEN.mint(stored.sovereign, amount);
    }

    function _mintFirst(bytes32 caseId, Stored storage stored) private {
        uint96 amount = _mintWithinLimits(stored, true);
        emit Allocated(caseId, stored.sovereign, stored.raw, amount, stored.raw - amount);
        if (amount != 0) FOUNDATION_TOKEN.mint(stored.sovereign, amount);
    }

    /// @dev Writes down what of the rest may be minted now; the caller mints it.
    function _mintWithinLimits(Stored storage stored, bool first) private returns (uint96 amount) {
        uint96 rest = stored.raw - stored.minted;
        uint32 today = uint32(block.timestamp / 1 days);
        uint96 mintedToday = stored.day == today ? stored.mintedOnDay : 0;
        amount = uint96(_withinLimits(stored.sovereign, rest, mintedToday, first));
        stored.minted += amount;
        stored.mintedOnDay = mintedToday + amount;
        stored.day = today;
        stored.state = amount == rest ? AllocationState.Minted : AllocationState.Queued;
        _window.add(amount);
    }

    /// @dev Caps by supply, then growth against the trailing average (domain.md 2.1 "Safety"). Below the supply floor a first
    /// mint is free of them. What was queued never is: there the caps count on the floor. An allocation stays inside the single
    /// cap in a day, however often it is asked for; and while there is no average to grow from, so do all of them together.
    function _withinLimits(address sovereign, uint256 wanted, uint256 mintedToday, bool first)
        private
        returns (uint256)
    {
        Limits memory limits = _limits;
        uint256 supply = FOUNDATION_TOKEN.totalSupply();
        uint256 trailingSum = _window.roll();
        if (supply < limits.supplyFloor) {
            if (first) return wanted;
            supply = limits.supplyFloor;
        }
        uint256 single = supply * limits.singleCapBps / E4;
        uint256 held = FOUNDATION_TOKEN.balanceOf(sovereign);
        uint256 daily = trailingSum == 0 ? single : trailingSum * (E4 + limits.growthBps) / (E4 * IssuanceWindow.DAYS);
        uint256 allowed = Math.min(wanted, Math.saturatingSub(single, mintedToday));
        allowed = Math.min(allowed, Math.saturatingSub(supply * limits.sovereignCapBps / E4, held));
        return Math.min(allowed, Math.saturatingSub(daily, _window.mintedToday()));
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc IAllocation
    function quote(AllocationTerms calldata terms, uint128 quantity, uint128 contractedQuantity)
        external
        pure
        returns (uint128)
    {
        return _formulaDown(terms, quantity, contractedQuantity);
    }

    /// @inheritdoc IAllocation
    function getAllocation(bytes32 caseId) external view returns (AllocationRecord memory) {
        Stored memory stored = _allocations[caseId];
        uint128 queued = stored.state == AllocationState.Queued ? stored.raw - stored.minted : 0;
        return AllocationRecord(stored.sovereign, stored.state, stored.raw, stored.minted, queued);
    }

    // --------------------------------------------------------------------------------------------------------- internal

    /// @dev PT x Bm x (1 + SUM(A x W)) x modifier x eligibility x quantity / contracted, one 512-bit product, one floor. The
    /// first factor stays below 2^(128 + 17 + 28 + 14 + 14) = 2^201.
    function _formulaDown(AllocationTerms calldata terms, uint128 quantity, uint128 contracted)
        private
        pure
        returns (uint128)
    {
        if (
            terms.baseMultiplierE4 == 0 || terms.baseMultiplierE4 > MAX_MULTIPLIER_E4 || terms.modifierE4 > E4
                || terms.eligibilityBps > E4 || quantity > contracted || contracted == 0
        ) revert BadAllocationTerms();
        uint256 product = uint256(terms.ptValue) * terms.baseMultiplierE4 * _adjustmentE8(terms) * terms.modifierE4
            * terms.eligibilityBps;
        // 10^4 of the multiplier, 10^8 of the adjustment, 10^4 of the modifier, 10^4 of the eligibility.
        return Math.mulDiv(product, quantity, uint256(1e20) * contracted).toUint128();
    }

    /// @dev (1 + SUM(A x W)) x 10^8; factors lie within -1..1 and weights sum to 1, so it lies within 0..2.
    function _adjustmentE8(AllocationTerms calldata terms) private pure returns (uint256) {
        int256 sumE8 = 1e8;
        uint256 weights = 0;
        for (uint256 i = 0; i < 7; i++) {
            int256 factor = terms.factorsE4[i];
            if (factor > int256(E4) || factor < -int256(E4)) revert BadAllocationTerms();
            sumE8 += factor * int256(uint256(terms.weightsE4[i]));
            weights += terms.weightsE4[i];
        }
        if (weights != E4) revert BadAllocationTerms();
        return uint256(sumE8);
    }

    function _deviates(uint256 raw, uint256 expected) private view returns (bool) {
        uint256 distance = raw > expected ? raw - expected : expected - raw;
        return distance * E4 > expected * _limits.deviationBps;
    }

    /// @dev A funded escrow of a settled, paying case can only be paid out, so the order of release and allocate is free.
    function _checkPaid(AllocationTerms calldata terms) private view {
        bytes32 tradeId = tradeIdOf(terms.caseId, terms.buyer, terms.seller, terms.ptValue);
        EscrowState state = ESCROW.stateOf(tradeId);
        if (state == EscrowState.None || state == EscrowState.Refunded) revert NotPaid(tradeId);
    }

    function _setLimits(Limits memory limits) private {
        if (
            limits.singleCapBps == 0 || limits.singleCapBps > E4 || limits.sovereignCapBps == 0
                || limits.sovereignCapBps > E4 || limits.growthBps > E4 || limits.deviationBps == 0
                || limits.deviationBps > E4
        ) revert BadLimits();
        _limits = limits;
        emit LimitsSet(
            limits.supplyFloor, limits.singleCapBps, limits.sovereignCapBps, limits.growthBps, limits.deviationBps
        );
    }
}
