// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EscrowAccount, EscrowState, EscrowTerms, IEscrow, tradeIdOf} from "./interfaces/IEscrow.sol";
import {IParties, PartyRoles} from "./interfaces/IParties.sol";
import {IPaymentToken} from "./interfaces/ITokens.sol";
import {CaseState, IVerification, Outcome, Programme} from "./interfaces/IVerification.sol";

/// @title Escrow
/// @notice See IEscrow.
contract Escrow is IEscrow, AccessManagedUpgradeable, EIP712 {
    using SafeERC20 for IPaymentToken;

    /// @dev Kept under `tradeIdOf` its case, parties and amount. Amounts fit 96 bits: 2^96 base units are 158 times the cap of PT.
    struct Account {
        address buyer;
        uint96 amount;
        address seller;
        uint96 verificationFee;
        uint96 tradeFee;
        uint96 toSeller; // of a settled escrow, before fees
        uint40 timeoutAt;
        uint16 burnBps;
        EscrowState state;
        bytes32 caseId;
    }

    struct Split {
        uint16 operationsBps;
        uint16 developmentBps;
        uint16 reserveBps;
    }

    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "EscrowTerms(bytes32 caseId,address buyer,address seller,uint128 amount,uint128 tradeFee,uint128 verificationFee,uint16 burnBps,uint64 timeoutAt)"
    );
    uint256 private constant MAX_TIMEOUT_SECONDS = 3 * 366 days;
    uint256 private constant ALL_BPS = 10_000;

    mapping(bytes32 tradeId => Account) private _accounts;
    Split private _split;
    address private _operations;
    address private _development;
    address private _reserve;
    address private _verificationAccount;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPaymentToken private immutable PAYMENT_TOKEN;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerification private immutable VERIFICATION;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties, IPaymentToken paymentToken, IVerification verification) EIP712("Assay Escrow", "1") {
        PARTIES = parties;
        PAYMENT_TOKEN = paymentToken;
        VERIFICATION = verification;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager, where fees go and how they are split.
    /// @param feeAccounts operations, development, reserve and verification.
    function initialize(address authority_, address[4] calldata feeAccounts, uint16[3] calldata splitBps)
        external
        initializer
    {
        __AccessManaged_init(authority_);
        _setFeeAccounts(feeAccounts[0], feeAccounts[1], feeAccounts[2], feeAccounts[3]);
        _setFeeSplit(splitBps[0], splitBps[1], splitBps[2]);
    }

    // ------------------------------------------------------------------------------------------------------- governance

    /// @inheritdoc IEscrow
    function setFeeAccounts(address operations, address development, address reserve, address verification)
        external
        restricted
    {
        _setFeeAccounts(operations, development, reserve, verification);
    }

    /// @inheritdoc IEscrow
    function setFeeSplit(uint16 operationsBps, uint16 developmentBps, uint16 reserveBps) external restricted {
        _setFeeSplit(operationsBps, developmentBps, reserveBps);
    }

    // ------------------------------------------------------------------------------------------------------------- fund

    /// @inheritdoc IEscrow
    function fund(EscrowTerms calldata terms) external {
        if (_msgSender() != terms.buyer) revert NotBuyer(_msgSender());
        _fund(terms);
    }

    /// @inheritdoc IEscrow
    function fundWithPermit(
        EscrowTerms calldata terms,
        uint256 permitDeadline,
        bytes calldata permitSignature,
        bytes calldata consent
    ) external {
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(TERMS_TYPEHASH, terms)));
        address signer = ECDSA.recover(digest, consent);
        if (signer != terms.buyer) revert NotBuyer(signer);
        (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(permitSignature);
        // Someone may have used the permit already, which leaves the allowance it gives; if not, the transfer below fails.
        try IERC20Permit(address(PAYMENT_TOKEN))
            .permit(terms.buyer, address(this), terms.amount, permitDeadline, v, r, s) {}
            catch {}
        _fund(terms);
    }

    function _fund(EscrowTerms calldata terms) private {
        bytes32 tradeId = tradeIdOf(terms.caseId, terms.buyer, terms.seller, terms.amount);
        Account storage account = _accounts[tradeId];
        if (account.state != EscrowState.None) revert EscrowExists(tradeId);
        _checkTerms(terms);

        account.buyer = terms.buyer;
        account.amount = uint96(terms.amount);
        account.seller = terms.seller;
        account.verificationFee = uint96(terms.verificationFee);
        account.tradeFee = uint96(terms.tradeFee);
        account.timeoutAt = uint40(terms.timeoutAt);
        account.burnBps = terms.burnBps;
        account.state = EscrowState.Funded;
        account.caseId = terms.caseId;
        emit Funded(tradeId, terms.caseId, terms.buyer, terms.seller, terms.amount);
        PAYMENT_TOKEN.safeTransferFrom(terms.buyer, address(this), terms.amount);
    }

    // ---------------------------------------------------------------------------------------------------------- release

    /// @inheritdoc IEscrow
    function release(bytes32 tradeId) external {
        Account storage stored = _funded(tradeId);
        Account memory account = stored;
        bytes32 caseId = account.caseId;
        (Outcome outcome, uint128 quantity, uint128 contracted,) =
            VERIFICATION.settledOutcome(caseId, Programme.Commodity);
        if (outcome != Outcome.Approved && outcome != Outcome.Partial) revert NotSettled(caseId);

        uint256 toSeller = Math.mulDiv(account.amount, quantity, contracted);
        uint256 tradeFee = Math.mulDiv(account.tradeFee, quantity, contracted);
        uint256 verificationFee = Math.mulDiv(account.verificationFee, quantity, contracted);
        stored.state = outcome == Outcome.Approved ? EscrowState.Released : EscrowState.Split;
        stored.toSeller = uint96(toSeller);
        uint256 toBuyer = account.amount - toSeller;
        emit Released(
            tradeId, account.seller, uint128(toSeller), uint128(toBuyer), uint128(tradeFee), uint128(verificationFee)
        );

        // Both fees were bounded by the amount and shrink in the same proportion, so this cannot be negative.
        _pay(account.seller, toSeller - tradeFee - verificationFee);
        _pay(account.buyer, toBuyer);
        _pay(_verificationAccount, verificationFee);
        _payTradeFee(tradeId, tradeFee, account.burnBps);
    }

    /// @dev Burns a share, then splits the rest (domain.md 2.14); what rounding leaves goes to operations.
    function _payTradeFee(bytes32 tradeId, uint256 fee, uint256 burnBps) private {
        Split memory split = _split;
        uint256 burned = fee * burnBps / ALL_BPS;
        uint256 rest = fee - burned;
        uint256 development = rest * split.developmentBps / ALL_BPS;
        uint256 reserve = rest * split.reserveBps / ALL_BPS;
        uint256 operations = rest - development - reserve;
        emit FeeSplit(tradeId, uint128(burned), uint128(operations), uint128(development), uint128(reserve));
        if (burned != 0) PAYMENT_TOKEN.burn(burned);
        _pay(_operations, operations);
        _pay(_development, development);
        _pay(_reserve, reserve);
    }

    // ----------------------------------------------------------------------------------------------------------- refund

    /// @inheritdoc IEscrow
    function refund(bytes32 tradeId) external {
        Account storage account = _funded(tradeId);
        address buyer = account.buyer;
        if (!_refundable(account.caseId, account.timeoutAt)) revert NotRefundable(tradeId);
        // Before the timeout it is for the buyer or the operator to say when; afterwards anyone may put things in order.
        if (block.timestamp < account.timeoutAt && _msgSender() != buyer) _checkCanCall(_msgSender(), _msgData());
        account.state = EscrowState.Refunded;
        emit Refunded(tradeId, buyer, account.amount);
        _pay(buyer, account.amount);
    }

    /// @dev A challenge does not make a paying outcome refundable: a buyer could otherwise contest until the timeout.
    function _refundable(bytes32 caseId, uint256 timeoutAt) private view returns (bool) {
        (CaseState state, Outcome outcome) = VERIFICATION.caseState(caseId, Programme.Commodity);
        if (state == CaseState.Closed) return true;
        bool concluded = state == CaseState.Concluded || state == CaseState.Challenged;
        if (concluded && outcome != Outcome.Rejected) return false;
        if (block.timestamp >= timeoutAt) return true;
        (Outcome settled,,,) = VERIFICATION.settledOutcome(caseId, Programme.Commodity);
        return settled == Outcome.Rejected;
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc IEscrow
    function getEscrow(bytes32 tradeId) external view returns (EscrowAccount memory found) {
        Account memory account = _accounts[tradeId];
        found.terms = EscrowTerms(
            account.caseId,
            account.buyer,
            account.seller,
            account.amount,
            account.tradeFee,
            account.verificationFee,
            account.burnBps,
            account.timeoutAt
        );
        found.state = account.state;
        found.toSeller = account.toSeller;
        if (account.state != EscrowState.Funded) found.toBuyer = account.amount - account.toSeller;
    }

    /// @inheritdoc IEscrow
    function stateOf(bytes32 tradeId) external view returns (EscrowState) {
        return _accounts[tradeId].state;
    }

    // --------------------------------------------------------------------------------------------------------- internal

    function _funded(bytes32 tradeId) private view returns (Account storage account) {
        account = _accounts[tradeId];
        EscrowState state = account.state;
        if (state == EscrowState.None) revert UnknownEscrow(tradeId);
        if (state != EscrowState.Funded) revert WrongEscrowState(tradeId, state);
    }

    function _checkTerms(EscrowTerms calldata terms) private view {
        if (
            terms.caseId == 0 || terms.buyer == terms.seller || terms.amount == 0 || terms.amount > type(uint96).max
                || terms.burnBps > ALL_BPS || uint256(terms.tradeFee) + terms.verificationFee > terms.amount
                || terms.timeoutAt <= block.timestamp || terms.timeoutAt > block.timestamp + MAX_TIMEOUT_SECONDS
        ) revert BadEscrowTerms();
        if (!PARTIES.isActive(terms.buyer, PartyRoles.TRADER)) revert NotActiveParty(terms.buyer);
        if (!PARTIES.isActive(terms.seller, PartyRoles.TRADER)) revert NotActiveParty(terms.seller);
    }

    function _pay(address to, uint256 amount) private {
        if (amount != 0) PAYMENT_TOKEN.safeTransfer(to, amount);
    }

    function _setFeeAccounts(address operations, address development, address reserve, address verification) private {
        if (
            operations == address(0) || development == address(0) || reserve == address(0) || verification == address(0)
        ) revert BadFeeAccounts();
        _operations = operations;
        _development = development;
        _reserve = reserve;
        _verificationAccount = verification;
        emit FeeAccountsSet(operations, development, reserve, verification);
    }

    function _setFeeSplit(uint16 operationsBps, uint16 developmentBps, uint16 reserveBps) private {
        if (uint256(operationsBps) + developmentBps + reserveBps != ALL_BPS) revert BadFeeSplit();
        _split = Split(operationsBps, developmentBps, reserveBps);
        emit FeeSplitSet(operationsBps, developmentBps, reserveBps);
    }
}
