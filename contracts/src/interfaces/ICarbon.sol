// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice What is issued. keccak256(abi.encode(terms)) is the case's `termsHash`, so the verifiers have signed it.
struct IssuanceTerms {
    bytes32 caseId;
    bytes32 projectId;
    bytes32 parcelId;
    address to; // project owner
    uint32 vintage; // year x 10 + quarter, e.g. 20253
    uint128 netKg; // to the owner, whole kg CO2e
    uint128 bufferKg; // to the buffer pool
    bytes32 methodologyHash; // methodology id, version and inputs hash
}

/// @notice What a title says. `polygonCommitment` is the salted SHA-256 of the canonical polygon; the polygon itself never
/// reaches the chain. `geohash` has at most 5 characters (about 5 km).
struct Title {
    bytes32 parcelId;
    address owner;
    bytes32 polygonCommitment;
    bytes5 geohash;
    uint64 areaM2;
}

/// @title Land titles of record: one ERC-721 per registered parcel
interface ILandRegistry {
    event ParcelRegistered(
        bytes32 indexed parcelId,
        uint256 indexed tokenId,
        address indexed owner,
        bytes32 polygonCommitment,
        bytes5 geohash,
        uint64 areaM2
    );
    event ParcelLocked(uint256 indexed tokenId, bytes32 reasonHash);
    event ParcelUnlocked(uint256 indexed tokenId);

    error ParcelExists(bytes32 parcelId);
    error CommitmentUsed(bytes32 polygonCommitment);
    error ParcelIsLocked(uint256 tokenId);
    error NotAllowedToHold(address account);
    error FrozenAccount(address account);
    error BadParcel();

    /// @notice Registers parcels, all or none; tokenId = uint256(parcelId). Registrar.
    /// @param titles as many as fit into a transaction.
    function register(Title[] calldata titles) external;
    /// @notice A disputed parcel cannot move and no credit can be issued on it. Registrar.
    function lock(uint256 tokenId, bytes32 reasonHash) external;
    function unlock(uint256 tokenId) external;
    function isLocked(uint256 tokenId) external view returns (bool);
}

/// @title Carbon credits: ERC-1155 in whole kg CO2e; one id per project and vintage
interface ICarbonCredit {
    event Issued(bytes32 indexed caseId, uint256 indexed id, address indexed to, uint128 netKg, uint128 bufferKg);
    event Retired(
        bytes32 indexed retirementId,
        uint256 indexed id,
        address indexed holder,
        uint128 kg,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    );
    event Reversed(
        bytes32 indexed reversalId,
        uint256 indexed id,
        uint128 cancelledKg,
        uint128 fromOwnBufferKg,
        uint128 fromPoolKg,
        bytes32 reasonHash
    );
    event BufferDrawn(bytes32 indexed reversalId, uint256 indexed fromId, uint128 kg);
    event SuspendedSet(uint256 indexed id, address indexed holder, bool suspended);

    error AlreadyIssued(bytes32 caseId);
    error NotSettled(bytes32 caseId);
    error TermsMismatch(bytes32 caseId);
    error AlreadyRetired(bytes32 retirementId);
    error AlreadyReversed(bytes32 reversalId);
    error BufferTooLow(uint128 missingKg);
    error Suspended(uint256 id, address holder);
    error NotAllowedToHold(address account);
    error FrozenAccount(address account);
    error ParcelIsLocked(uint256 tokenId);
    error MoreThanIssued(uint128 leftKg, uint128 kg); // left: issued to the owner and not yet reversed
    error TooManyItems(uint256 items, uint256 limit);
    error ZeroAmount();
    error LengthMismatch();

    /// @notice Issues against a settled case. Anyone may call: terms are committed, a case issues once.
    function issue(IssuanceTerms calldata terms) external;
    /// @notice Burns for good. What is left of the id stays transferable.
    function retire(bytes32 retirementId, uint256 id, uint128 kg, bytes32 beneficiaryHash, bytes32 purposeHash) external;
    function retireBatch(
        bytes32[] calldata retirementIds,
        uint256[] calldata ids,
        uint128[] calldata kgs,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    ) external;
    /// @notice Cancels `kg` of lost carbon from buffers: the id's own first, then `poolIds` in the order given; suspends the
    /// project owner's unsold units. All reversals of an id together never exceed what was issued to its owner. Reviewer.
    function reverse(bytes32 reversalId, uint256 id, uint128 kg, uint256[] calldata poolIds, bytes32 reasonHash)
        external;
    /// @notice A suspended holder cannot transfer, sell or retire units of the id. Reviewer.
    function setSuspended(uint256 id, address holder, bool suspended) external;

    /// @notice The upper 224 bits of `projectId` followed by the vintage.
    function creditId(bytes32 projectId, uint32 vintage) external pure returns (uint256);
    function bufferOf(uint256 id) external view returns (uint128);
    function totalSupply(uint256 id) external view returns (uint256);
    function retiredOf(uint256 id) external view returns (uint128);
    /// @notice Buffer of this id drawn by reversals. Issued = totalSupply + retired + buffer + cancelled, always.
    function cancelledOf(uint256 id) external view returns (uint128);
    function isSuspended(uint256 id, address holder) external view returns (bool);
}

struct Listing {
    address seller;
    uint64 expiresAt;
    uint256 creditId;
    uint128 leftKg;
    uint128 pricePtPerKg; // base units of PT
}

/// @title Fixed-price listings of carbon credits against Payment Token: both legs move or neither
interface IListings {
    event Listed(
        bytes32 indexed listingId,
        address indexed seller,
        uint256 indexed creditId,
        uint128 kg,
        uint128 pricePtPerKg,
        uint64 expiresAt
    );
    event Purchased(
        bytes32 indexed listingId,
        bytes32 indexed purchaseId,
        address indexed buyer,
        uint128 kg,
        uint128 paidPt,
        uint128 commissionPt
    );
    event Cancelled(bytes32 indexed listingId, uint128 returnedKg);
    event CommissionSet(uint16 commissionBps, address account);

    error ListingExists(bytes32 listingId);
    error UnknownListing(bytes32 listingId);
    error NotLister(address account);
    error ListingExpired(uint64 expiresAt);
    error NotEnoughLeft(uint128 left, uint128 asked);
    error PurchaseExists(bytes32 purchaseId);
    error ZeroAmount();
    error PriceAboveMaximum(uint128 costPt, uint128 maxPt);
    error SellerSuspended(uint256 creditId, address seller);
    error BadListing();
    error BadCommission();

    /// @notice Takes `kg` credits of the caller into the listing (approval needed).
    function list(bytes32 listingId, uint256 creditId, uint128 kg, uint128 pricePtPerKg, uint64 expiresAt) external;
    /// @notice Buys part or all; pays kg x price, of it the commission (rounded up) to the fee account.
    function buy(bytes32 listingId, bytes32 purchaseId, uint128 kg, uint128 maxPt) external;
    /// @notice Returns what is unsold. Lister at any time; anyone after expiry.
    function cancel(bytes32 listingId) external;
    /// @notice At most 1,000 basis points. Governance.
    function setCommission(uint16 commissionBps, address account) external;
    function getListing(bytes32 listingId) external view returns (Listing memory);
}

/// @title Anchors of the audit log: tree heads, ever growing
interface IAuditAnchor {
    event Anchored(bytes32 indexed logId, uint64 treeSize, bytes32 root);

    error NotGrowing(uint64 treeSize, uint64 anchored);
    error ZeroRoot();

    /// @notice Records the tree head of log `logId`. Anchor role.
    function anchor(bytes32 logId, uint64 treeSize, bytes32 root) external;
    function head(bytes32 logId) external view returns (uint64 treeSize, bytes32 root, uint64 anchoredAt);
}
