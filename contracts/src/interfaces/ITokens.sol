// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Payment Token: pays and escrows commodity contracts. ERC-20 with EIP-2612 permit, cap 500,000,000.
interface IPaymentToken is IERC20 {
    /// @notice The supply would be above the cap.
    error CapExceeded(uint256 supply, uint256 cap);
    /// @notice The account is frozen.
    error FrozenAccount(address account);

    /// @notice Mints inside the cap. Treasury role.
    function mint(address to, uint256 amount) external;
    /// @notice Burns the caller's own tokens.
    function burn(uint256 amount) external;
    /// @notice The most tokens there can ever be at once.
    function cap() external pure returns (uint256);
}

/// @title Foundation Token: given to the exporting sovereign for a verified delivery. Held by sovereigns and the protocol only.
interface IFoundationToken is IERC20 {
    /// @notice Only sovereigns and the protocol hold it.
    error NotAllowedToHold(address account);
    /// @notice The account is frozen.
    error FrozenAccount(address account);

    /// @notice Mints to an active sovereign. Allocation contract only.
    function mint(address to, uint256 amount) external;
    /// @notice Burns from an account that approved it. Conversion contract only.
    function burnFrom(address from, uint256 amount) external;
}

/// @title Conversion of Foundation Token to Payment Token (domain.md 2.8, basic path)
/// @notice Burns all converted FT; pays (1 - burnBps) x rate less a fee from the Sovereign Buffer Reserve this contract holds.
interface IConversion {
    /// @notice FT was burned and PT paid.
    event Converted(
        bytes32 indexed conversionId,
        address indexed sovereign,
        uint128 ftBurned,
        uint128 grossPt,
        uint128 feePt,
        uint128 netPt
    );
    /// @notice Rate, shares or limit were changed.
    event TermsSet(uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt);

    /// @notice The id was used before.
    error ConversionExists(bytes32 conversionId);
    /// @notice Less than the caller asked for at least.
    error BelowMinimum(uint128 netPt, uint128 minPtOut);
    /// @notice More than is left of the day's limit.
    error DailyLimitExceeded(uint128 grossPt, uint128 remaining);
    /// @notice The Sovereign Buffer Reserve cannot pay this.
    error ReserveTooLow(uint256 reserve, uint128 needed);
    /// @notice The rate moves by more than a tenth.
    error RateStepTooLarge(uint64 rateE18, uint64 previousE18);
    /// @notice Only active sovereigns convert.
    error NotSovereign(address account);
    /// @notice A rate of nothing, or a share above its bound.
    error BadConversionTerms();
    /// @notice Nothing would be paid.
    error ZeroAmount();

    /// @notice Caller: an active sovereign that approved `ftAmount` to this contract.
    function convert(bytes32 conversionId, uint128 ftAmount, uint128 minPtOut) external;
    /// @notice Rate (PT per FT x 10^18, at most +-10 % from the previous), burn share and fee. Governance.
    function setTerms(uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt) external;
    /// @notice The unpaid share and the fee are rounded up, what is paid is rounded down.
    function quote(uint128 ftAmount)
        external
        view
        returns (uint128 grossPt, uint128 burnedFtShare, uint128 feePt, uint128 netPt);
    /// @notice The terms in force.
    function terms() external view returns (uint64 rateE18, uint16 burnBps, uint16 feeBps, uint128 dailyLimitPt);
}
