// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICarbonCredit, IListings, Listing} from "./interfaces/ICarbon.sol";
import {IPaymentToken} from "./interfaces/ITokens.sol";

/// @title Listings
/// @notice See IListings. Holds the credits on offer; who may hold what is decided by the tokens themselves.
contract Listings is IListings, ERC1155Holder, AccessManagedUpgradeable {
    using SafeERC20 for IPaymentToken;
    using SafeCast for uint256;

    uint256 private constant ALL_BPS = 10_000;
    uint256 private constant MAX_COMMISSION_BPS = 1_000;
    uint256 private constant MAX_OPEN_SECONDS = 366 days;

    mapping(bytes32 listingId => Listing) private _listings;
    mapping(bytes32 purchaseId => bool) private _purchased;
    address private _commissionAccount;
    uint16 private _commissionBps;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ICarbonCredit private immutable CARBON_CREDIT;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IPaymentToken private immutable PAYMENT_TOKEN;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(ICarbonCredit carbonCredit, IPaymentToken paymentToken) {
        CARBON_CREDIT = carbonCredit;
        PAYMENT_TOKEN = paymentToken;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager, and the commission as in `setCommission`.
    function initialize(address authority_, uint16 commissionBps, address account) external initializer {
        __AccessManaged_init(authority_);
        _setCommission(commissionBps, account);
    }

    /// @inheritdoc IListings
    function setCommission(uint16 commissionBps, address account) external restricted {
        _setCommission(commissionBps, account);
    }

    /// @inheritdoc IListings
    function list(bytes32 listingId, uint256 creditId, uint128 kg, uint128 pricePtPerKg, uint64 expiresAt) external {
        if (_listings[listingId].seller != address(0)) revert ListingExists(listingId);
        if (kg == 0) revert ZeroAmount();
        if (
            listingId == 0 || pricePtPerKg == 0 || expiresAt <= block.timestamp
                || expiresAt > block.timestamp + MAX_OPEN_SECONDS
        ) revert BadListing();
        _listings[listingId] = Listing(_msgSender(), expiresAt, creditId, kg, pricePtPerKg);
        emit Listed(listingId, _msgSender(), creditId, kg, pricePtPerKg, expiresAt);
        IERC1155(address(CARBON_CREDIT)).safeTransferFrom(_msgSender(), address(this), creditId, kg, "");
    }

    /// @inheritdoc IListings
    function buy(bytes32 listingId, bytes32 purchaseId, uint128 kg, uint128 maxPt) external {
        Listing memory listing = _known(listingId);
        if (_purchased[purchaseId]) revert PurchaseExists(purchaseId);
        if (kg == 0) revert ZeroAmount();
        if (block.timestamp >= listing.expiresAt) revert ListingExpired(listing.expiresAt);
        if (kg > listing.leftKg) revert NotEnoughLeft(listing.leftKg, kg);
        // What lies here is held by this contract, so a suspension of the seller's units has to be asked for.
        if (CARBON_CREDIT.isSuspended(listing.creditId, listing.seller)) {
            revert SellerSuspended(listing.creditId, listing.seller);
        }
        uint128 costPt = (uint256(kg) * listing.pricePtPerKg).toUint128();
        if (costPt > maxPt) revert PriceAboveMaximum(costPt, maxPt);
        uint128 commissionPt = uint128(Math.mulDiv(costPt, _commissionBps, ALL_BPS, Math.Rounding.Ceil));

        _purchased[purchaseId] = true;
        _listings[listingId].leftKg = listing.leftKg - kg;
        emit Purchased(listingId, purchaseId, _msgSender(), kg, costPt, commissionPt);
        PAYMENT_TOKEN.safeTransferFrom(_msgSender(), listing.seller, costPt - commissionPt);
        if (commissionPt != 0) PAYMENT_TOKEN.safeTransferFrom(_msgSender(), _commissionAccount, commissionPt);
        IERC1155(address(CARBON_CREDIT)).safeTransferFrom(address(this), _msgSender(), listing.creditId, kg, "");
    }

    /// @inheritdoc IListings
    function cancel(bytes32 listingId) external {
        Listing memory listing = _known(listingId);
        if (block.timestamp < listing.expiresAt && _msgSender() != listing.seller) revert NotLister(_msgSender());
        if (listing.leftKg == 0) revert ZeroAmount();
        _listings[listingId].leftKg = 0;
        emit Cancelled(listingId, listing.leftKg);
        IERC1155(address(CARBON_CREDIT))
            .safeTransferFrom(address(this), listing.seller, listing.creditId, listing.leftKg, "");
    }

    /// @inheritdoc IListings
    function getListing(bytes32 listingId) external view returns (Listing memory) {
        return _listings[listingId];
    }

    /// @dev Credits come in through `list` only, so that none can be stranded here.
    function onERC1155Received(address operator, address, uint256, uint256, bytes memory)
        public
        view
        override
        returns (bytes4)
    {
        if (operator != address(this) || _msgSender() != address(CARBON_CREDIT)) revert BadListing();
        return this.onERC1155Received.selector;
    }

    /// @dev Refused always: `list` takes one id at a time.
    function onERC1155BatchReceived(address, address, uint256[] memory, uint256[] memory, bytes memory)
        public
        pure
        override
        returns (bytes4)
    {
        revert BadListing();
    }

    function _known(bytes32 listingId) private view returns (Listing memory listing) {
        listing = _listings[listingId];
        if (listing.seller == address(0)) revert UnknownListing(listingId);
    }

    function _setCommission(uint16 commissionBps, address account) private {
        if (commissionBps > MAX_COMMISSION_BPS || account == address(0)) revert BadCommission();
        _commissionBps = commissionBps;
        _commissionAccount = account;
        emit CommissionSet(commissionBps, account);
    }
}
