// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IParties, PartyRoles} from "./interfaces/IParties.sol";
import {IConversion, IFoundationToken, IPaymentToken} from "./interfaces/ITokens.sol";

/// @title Conversion
/// @notice See IConversion. Holds the Sovereign Buffer Reserve; anyone may add to it by a transfer of PT.
contract Conversion is IConversion, AccessManagedUpgradeable {
    using SafeERC20 for IPaymentToken;
    using SafeCast for uint256;

    struct Terms {
        uint64 rateE18;
        uint16 burnBps;
        uint16 feeBps;
        uint128 dailyLimitPt;
    }

    struct Day {
        uint64 number; // days since 1970
        uint128 convertedPt;
    }

    uint256 private constant ALL_BPS = 10_000;
    uint256 private constant MAX_RATE_STEP_BPS = 1_000; // domain.md 2.8: within 10 % of the previous rate
    uint256 private constant MAX_BURN_BPS = 1_000;
    uint256 private constant MAX_FEE_BPS = 500;

    mapping(bytes32 conversionId => bool) private _done;
    Terms private _terms;
    Day private _day;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPaymentToken private immutable PAYMENT_TOKEN;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IFoundationToken private immutable FOUNDATION_TOKEN;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties, IPaymentToken paymentToken, IFoundationToken foundationToken) {
        PARTIES = parties;
        PAYMENT_TOKEN = paymentToken;
        FOUNDATION_TOKEN = foundationToken;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager, and the terms as in `setTerms`.
    function initialize(address authority_, uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt)
        external
        initializer
    {
        __AccessManaged_init(authority_);
        _setTerms(Terms(rateE18, burnBps, feeBps, dailyLimitPt));
    }

    /// @inheritdoc IConversion
    function setTerms(uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt) external restricted {
        uint256 previous = _terms.rateE18;
        uint256 step = rateE18 > previous ? rateE18 - previous : previous - rateE18;
        if (step * ALL_BPS > previous * MAX_RATE_STEP_BPS) revert RateStepTooLarge(rateE18, uint64(previous));
        _setTerms(Terms(rateE18, burnBps, feeBps, dailyLimitPt));
    }

    /// @inheritdoc IConversion
    function convert(bytes32 conversionId, uint128 ftAmount, uint128 minPtOut) external {
        address sovereign = _msgSender();
        if (_done[conversionId]) revert ConversionExists(conversionId);
        if (!PARTIES.isActive(sovereign, PartyRoles.SOVEREIGN)) revert NotSovereign(sovereign);
        (uint128 grossPt,, uint128 feePt, uint128 netPt) = _quote(ftAmount);
        if (netPt == 0) revert ZeroAmount();
        if (netPt < minPtOut) revert BelowMinimum(netPt, minPtOut);
        uint256 reserve = PAYMENT_TOKEN.balanceOf(address(this));
        if (reserve < netPt) revert ReserveTooLow(reserve, netPt);

        _done[conversionId] = true;
        _countToday(grossPt);
        emit Converted(conversionId, sovereign, ftAmount, grossPt, feePt, netPt);
        FOUNDATION_TOKEN.burnFrom(sovereign, ftAmount);
        PAYMENT_TOKEN.safeTransfer(sovereign, netPt);
    }

    /// @inheritdoc IConversion
    function quote(uint128 ftAmount)
        external
        view
        returns (uint128 grossPt, uint128 burnedFtShare, uint128 feePt, uint128 netPt)
    {
        return _quote(ftAmount);
    }

    /// @inheritdoc IConversion
    function terms() external view returns (uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt) {
        Terms memory present = _terms;
        return (present.rateE18, present.burnBps, present.feeBps, present.dailyLimitPt);
    }

    function _quote(uint128 ftAmount)
        private
        view
        returns (uint128 grossPt, uint128 burnedFtShare, uint128 feePt, uint128 netPt)
    {
        Terms memory present = _terms;
        burnedFtShare = Math.mulDiv(ftAmount, present.burnBps, ALL_BPS, Math.Rounding.Ceil).toUint128();
        grossPt = Math.mulDiv(ftAmount - burnedFtShare, present.rateE18, 1e18).toUint128();
        feePt = Math.mulDiv(grossPt, present.feeBps, ALL_BPS, Math.Rounding.Ceil).toUint128();
        netPt = grossPt - feePt;
    }

    function _countToday(uint128 grossPt) private {
        Day memory day = _day;
        uint64 present = uint64(block.timestamp / 1 days);
        if (day.number != present) day = Day(present, 0);
        uint128 remaining = _terms.dailyLimitPt > day.convertedPt ? _terms.dailyLimitPt - day.convertedPt : 0;
        if (grossPt > remaining) revert DailyLimitExceeded(grossPt, remaining);
        day.convertedPt += grossPt;
        _day = day;
    }

    function _setTerms(Terms memory next) private {
        if (next.rateE18 == 0 || next.burnBps > MAX_BURN_BPS || next.feeBps > MAX_FEE_BPS) revert BadConversionTerms();
        _terms = next;
        emit TermsSet(next.rateE18, next.burnBps, next.feeBps, next.dailyLimitPt);
    }
}
