// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Inputs of the Foundation Token formula (domain.md 2.1). keccak256(abi.encode(terms)) is the case's `termsHash`,
/// so the committee has signed exactly these numbers.
struct AllocationTerms {
    bytes32 caseId;
    bytes32 tradeId;
    address sovereign;
    uint128 ptValue; // base units; must equal the escrow's amount
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
    event Allocated(bytes32 indexed caseId, address indexed sovereign, uint128 raw, uint128 minted, uint128 queued);
    event Held(bytes32 indexed caseId, address indexed sovereign, uint128 raw, uint128 expected);
    event HoldResolved(bytes32 indexed caseId, bool approved);
    event QueueReleased(bytes32 indexed caseId, address indexed sovereign, uint128 minted, uint128 remaining);
    event LimitsSet(
        uint128 supplyFloor, uint16 singleCapBps, uint16 sovereignCapBps, uint16 growthBps, uint16 deviationBps
    );

    error AlreadyAllocated(bytes32 caseId);
    error NotSettled(bytes32 caseId);
    error TermsMismatch(bytes32 caseId);
    error EscrowMismatch(bytes32 tradeId);
    error BadAllocationTerms();
    error NotHeld(bytes32 caseId);
    error NothingQueued(bytes32 caseId);
    error BadLimits();

    /// @notice Computes and mints. Anyone may call: terms are committed in the case, the outcome is settled, a case allocates once.
    function allocate(AllocationTerms calldata terms) external;
    /// @notice Releases or drops a held allocation. Reviewer.
    function resolveHold(bytes32 caseId, bool approved) external;
    /// @notice Mints what the growth limit lets through of a queued allocation. Anyone.
    function releaseQueued(bytes32 caseId) external;
    /// @notice Limits of domain.md 2.1 "Safety"; the caps are inactive while FT supply is below `supplyFloor` (bootstrap rule). Governance.
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
    function getAllocation(bytes32 caseId) external view returns (AllocationRecord memory);
}
