// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Inputs of the Foundation Token formula (domain.md 2.1). keccak256(abi.encode(terms)) is the case's `termsHash`,
/// so the committee has signed exactly these numbers.
struct AllocationTerms {
    bytes32 caseId;
    address buyer; // with case, seller and value they are the escrow this delivery was paid through
    address seller;
    address sovereign;
    uint128 ptValue; // base units; the whole contract value
    uint32 baseMultiplierE4; // Bm x 10^4
    int32[7] factorsE4; // VOL, SUS, TXV, DEV, STR, CAR, PRO x 10^4
    uint16[7] weightsE4; // sum 10^4
    uint32 modifierE4; // product of elasticity, supply shock and velocity modifiers; 10^4 = none
    uint16 eligibilityBps; // by trust band
    uint128 expected; // expected allocation, base units of FT; a deviation beyond the limit holds the allocation
    bytes32 parametersHash; // versions of the parameters used
}

enum AllocationState {
    None,
    Held,
    Queued, // part minted or nothing yet; the rest waits for the growth window
    Minted,
    Dropped // held, and not approved
}

struct AllocationRecord {
    address sovereign;
    AllocationState state;
    uint128 raw; // after eligibility and partial ratio, before caps
    uint128 minted;
    uint128 queued;
}

/// @title Foundation Token allocation
/// @notice FT = PT value x Bm x (1 + SUM(A_i x W_i)) x modifiers x eligibility x delivered share, computed at full precision
/// and floored once at the end.
interface IAllocation {
    /// @notice A delivery was allocated; `queued` waits for a later day.
    event Allocated(bytes32 indexed caseId, address indexed sovereign, uint128 raw, uint128 minted, uint128 queued);
    /// @notice An allocation strays from what was expected and waits for a reviewer.
    event Held(bytes32 indexed caseId, address indexed sovereign, uint128 raw, uint128 expected);
    /// @notice A reviewer released or dropped a held allocation.
    event HoldResolved(bytes32 indexed caseId, bool approved);
    /// @notice Part of what was queued was minted.
    event QueueReleased(bytes32 indexed caseId, address indexed sovereign, uint128 minted, uint128 remaining);
    /// @notice The limits were changed.
    event LimitsSet(
        uint128 supplyFloor, uint16 singleCapBps, uint16 sovereignCapBps, uint16 growthBps, uint16 deviationBps
    );

    /// @notice A case allocates once.
    error AlreadyAllocated(bytes32 caseId);
    /// @notice The case has no paying outcome that can no longer be contested.
    error NotSettled(bytes32 caseId);
    /// @notice These are not the terms the committee signed.
    error TermsMismatch(bytes32 caseId);
    /// @notice This buyer has not paid this amount for this delivery to this seller, or was paid back.
    error NotPaid(bytes32 tradeId);
    /// @notice A factor, weight or modifier is out of bounds.
    error BadAllocationTerms();
    /// @notice The allocation does not wait for a reviewer.
    error NotHeld(bytes32 caseId);
    /// @notice Nothing waits, or nothing of it may be minted today.
    error NothingQueued(bytes32 caseId);
    /// @notice A limit is zero or above one.
    error BadLimits();

    /// @notice Computes and mints. Anyone may call: terms are committed in the case, the outcome is settled, a case allocates once.
    function allocate(AllocationTerms calldata terms) external;
    /// @notice Releases or drops a held allocation. Reviewer.
    function resolveHold(bytes32 caseId, bool approved) external;
    /// @notice Mints what caps and growth limit let through of a queued allocation today, however often it is asked for. Anyone.
    function releaseQueued(bytes32 caseId) external;
    /// @notice Limits of domain.md 2.1 "Safety". While FT supply is below `supplyFloor` a first mint is free of them, and a release
    /// from the queue is capped as if the supply were the floor (bootstrap rule). Governance.
    function setLimits(
        uint128 supplyFloor,
        uint16 singleCapBps,
        uint16 sovereignCapBps,
        uint16 growthBps,
        uint16 deviationBps
    ) external;
    /// @notice The formula alone, for differential tests and simulation: base units of FT.
    function quote(AllocationTerms calldata terms, uint128 quantity, uint128 contractedQuantity)
        external
        pure
        returns (uint128);
    /// @notice What a case allocated; state None for one that did not.
    function getAllocation(bytes32 caseId) external view returns (AllocationRecord memory);
}
