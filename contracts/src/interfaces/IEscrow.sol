// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

enum EscrowState {
    None,
    Funded,
    Released, // approved: seller paid
    Split, // partial: buyer and seller paid pro rata
    Refunded // rejected, closed or timed out: buyer paid back
}

/// @notice The agreed payment. Amounts in base units of Payment Token (18 decimals).
struct EscrowTerms {
    bytes32 caseId;
    address buyer;
    address seller;
    uint128 amount; // the whole contract value
    uint128 tradeFee; // taken from the seller's side at release, pro rata of what settles
    uint128 verificationFee; // likewise pro rata at release; from nobody on refund
    uint16 burnBps; // share of the trade fee that is burned before the rest is split
    uint64 timeoutAt; // from then on the buyer may take the money back if no paying outcome stands
}

/// @notice The id of a trade's escrow. It says of itself which delivery is paid, with whose money, to whom and how much: as only the
/// buyer funds, nobody else can take it, and what stands under it is that trade's payment.
function tradeIdOf(bytes32 caseId, address buyer, address seller, uint128 amount) pure returns (bytes32) {
    return keccak256(abi.encode(caseId, buyer, seller, amount));
}

struct EscrowAccount {
    EscrowTerms terms;
    EscrowState state;
    uint128 toBuyer;
    uint128 toSeller; // before fees
}

/// @title Escrow of commodity contracts in Payment Token
interface IEscrow {
    /// @notice A trade's money lies in escrow. `tradeId` is `tradeIdOf` what follows it.
    event Funded(
        bytes32 indexed tradeId, bytes32 indexed caseId, address indexed buyer, address seller, uint128 amount
    );
    /// @notice An escrow was paid out; `toSeller` is before fees.
    event Released(
        bytes32 indexed tradeId,
        address indexed seller,
        uint128 toSeller,
        uint128 toBuyer,
        uint128 tradeFee,
        uint128 verificationFee
    );
    /// @notice Where the trade fee of an escrow went.
    event FeeSplit(bytes32 indexed tradeId, uint128 burned, uint128 operations, uint128 development, uint128 reserve);
    /// @notice Fees go to these accounts from now on.
    event FeeAccountsSet(address operations, address development, address reserve, address verification);
    /// @notice Fees are split like this from now on.
    event FeeSplitSet(uint16 operationsBps, uint16 developmentBps, uint16 reserveBps);
    /// @notice The buyer was paid back.
    event Refunded(bytes32 indexed tradeId, address indexed buyer, uint128 amount);

    /// @notice The trade has its escrow already.
    error EscrowExists(bytes32 tradeId);
    /// @notice Nobody funded this trade.
    error UnknownEscrow(bytes32 tradeId);
    /// @notice The escrow has been paid out or back.
    error WrongEscrowState(bytes32 tradeId, EscrowState state);
    /// @notice Buyer and seller must be active traders.
    error NotActiveParty(address account);
    /// @notice An id, amount, fee or time is empty or out of bounds.
    error BadEscrowTerms();
    /// @notice The case has no paying outcome that can no longer be contested.
    error NotSettled(bytes32 caseId);
    /// @notice A paying outcome stands, is contested, or may still come.
    error NotRefundable(bytes32 tradeId);
    /// @notice Only the buyer's own call or signature takes the buyer's money.
    error NotBuyer(address account);
    /// @notice A fee account is missing.
    error BadFeeAccounts();
    /// @notice The shares do not add up to one.
    error BadFeeSplit();

    /// @notice Takes `terms.amount` PT from the buyer (caller must be the buyer; allowance needed).
    function fund(EscrowTerms calldata terms) external;
    /// @notice The same with an EIP-2612 permit, so one transaction suffices. Caller may be anyone (a relayer); the permit is the consent.
    /// @dev The permit's value must equal `terms.amount` and its deadline doubles as the consent to these very terms:
    /// `consent` is the buyer's EIP-712 signature over the terms.
    function fundWithPermit(
        EscrowTerms calldata terms,
        uint256 permitDeadline,
        bytes calldata permitSignature,
        bytes calldata consent
    ) external;
    /// @notice Pays out after a settled Approved or Partial outcome. Anyone may call; who is paid what is fixed.
    function release(bytes32 tradeId) external;
    /// @notice Pays the buyer back: settled Rejected or closed case (buyer or operator), or after `timeoutAt` with no paying outcome (anyone).
    function refund(bytes32 tradeId) external;
    /// @notice Sets the three fee accounts (operations 60 %, development 30 %, reserve 10 % by default) and the verification fee account. Governance.
    function setFeeAccounts(address operations, address development, address reserve, address verification) external;
    /// @notice Sets the shares of a trade fee, which add up to 10,000. Governance.
    function setFeeSplit(uint16 operationsBps, uint16 developmentBps, uint16 reserveBps) external;
    /// @notice All the chain keeps of an escrow; state None for an unknown trade.
    function getEscrow(bytes32 tradeId) external view returns (EscrowAccount memory);
    /// @notice Where the escrow of a trade stands: all an allocation asks, as the id says the rest.
    function stateOf(bytes32 tradeId) external view returns (EscrowState);
}
