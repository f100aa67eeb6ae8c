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
    bytes32 methodologyHash; // of methodology, version, inputs, their documents and parameters
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
    /// @notice A parcel has its title.
    event ParcelRegistered(
        bytes32 indexed parcelId,
        uint256 indexed tokenId,
        address indexed owner,
        bytes32 polygonCommitment,
        bytes5 geohash,
        uint64 areaM2
    );
    /// @notice A title cannot move for now, and nothing is issued on it.
    event ParcelLocked(uint256 indexed tokenId, bytes32 reasonHash);
    /// @notice A title is free again.
    event ParcelUnlocked(uint256 indexed tokenId);

    /// @notice The parcel has a title already.
    error ParcelExists(bytes32 parcelId);
    /// @notice Another title is about this very polygon.
    error CommitmentUsed(bytes32 polygonCommitment);
    /// @notice The parcel is disputed.
    error ParcelIsLocked(uint256 tokenId);
    /// @notice The account has no active claim for the role that holding asks for.
    error NotAllowedToHold(address account);
    /// @notice The account is frozen.
    error FrozenAccount(address account);
    /// @notice An id, commitment or area is missing.
    error BadParcel();

    /// @notice Registers parcels, all or none; tokenId = uint256(parcelId). Registrar.
    /// @param titles as many as fit into a transaction.
    function register(Title[] calldata titles) external;
    /// @notice A disputed parcel cannot move and no credit can be issued on it. Registrar.
    function lock(uint256 tokenId, bytes32 reasonHash) external;
    /// @notice Ends the lock. Registrar.
    function unlock(uint256 tokenId) external;
    /// @notice True while the parcel is disputed; reverts for one without a title.
    function isLocked(uint256 tokenId) external view returns (bool);
}

/// @title Carbon credits: ERC-1155 in whole kg CO2e; one id per project and vintage
interface ICarbonCredit {
    /// @notice A settled case became credits: net to the owner, the rest to the buffer.
    event Issued(bytes32 indexed caseId, uint256 indexed id, address indexed to, uint128 netKg, uint128 bufferKg);
    /// @notice Credits were burned for good.
    event Retired(
        bytes32 indexed retirementId,
        uint256 indexed id,
        address indexed holder,
        uint128 kg,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    );
    /// @notice Item i is retirement `firstRetirementId` + i of kgs[i] of ids[i].
    event RetiredBatch(
        bytes32 indexed firstRetirementId,
        address indexed holder,
        uint256[] ids,
        uint256[] kgs,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    );
    /// @notice Lost carbon was cancelled from buffers.
    event Reversed(
        bytes32 indexed reversalId,
        uint256 indexed id,
        uint128 cancelledKg,
        uint128 fromOwnBufferKg,
        uint128 fromPoolKg,
        bytes32 reasonHash
    );
    /// @notice What one id's buffer gave for a reversal.
    event BufferDrawn(bytes32 indexed reversalId, uint256 indexed fromId, uint128 kg);
    /// @notice A holder's units of an id were suspended or released.
    event SuspendedSet(uint256 indexed id, address indexed holder, bool suspended);

    /// @notice A case issues once.
    error AlreadyIssued(bytes32 caseId);
    /// @notice The case has no paying outcome that can no longer be contested.
    error NotSettled(bytes32 caseId);
    /// @notice These are not the terms the verifiers signed.
    error TermsMismatch(bytes32 caseId);
    /// @notice The id, or one that follows it in a batch, was used before.
    error AlreadyRetired(bytes32 retirementId);
    /// @notice The id was used before.
    error AlreadyReversed(bytes32 reversalId);
    /// @notice The buffers named lack this much.
    error BufferTooLow(uint128 missingKg);
    /// @notice The holder's units of this id cannot move for now.
    error Suspended(uint256 id, address holder);
    /// @notice The account has no active claim for the role that holding asks for.
    error NotAllowedToHold(address account);
    /// @notice The account is frozen.
    error FrozenAccount(address account);
    /// @notice The parcel is disputed.
    error ParcelIsLocked(uint256 tokenId);
    /// @notice More than was issued to the owner and not yet reversed.
    error MoreThanIssued(uint128 leftKg, uint128 kg);
    /// @notice More items than one call takes.
    error TooManyItems(uint256 items, uint256 limit);
    /// @notice Nothing would move.
    error ZeroAmount();
    /// @notice The lists of a batch differ in length.
    error LengthMismatch();

    /// @notice Issues against a settled case. Anyone may call: terms are committed, a case issues once.
    function issue(IssuanceTerms calldata terms) external;
    /// @notice Burns for good. What is left of the id stays transferable.
    function retire(bytes32 retirementId, uint256 id, uint128 kg, bytes32 beneficiaryHash, bytes32 purposeHash) external;
    /// @notice The same for several credits and one beneficiary: item i retires kgs[i] of ids[i] as retirement
    /// `firstRetirementId` + i. Ids of a batch share all but the last byte.
    function retireBatch(
        bytes32 firstRetirementId,
        uint256[] calldata ids,
        uint256[] calldata kgs,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    ) external;
    /// @notice Cancels `kg` of lost carbon from buffers: the id's own first, then `poolIds` in the order given; suspends
    /// the unsold units of everybody the id was issued to. All reversals of an id together never exceed what was issued to its owner. Reviewer.
    function reverse(bytes32 reversalId, uint256 id, uint128 kg, uint256[] calldata poolIds, bytes32 reasonHash)
        external;
    /// @notice A suspended holder cannot transfer, sell or retire units of the id. Reviewer.
    function setSuspended(uint256 id, address holder, bool suspended) external;

    /// @notice The upper 224 bits of `projectId` followed by the vintage.
    function creditId(bytes32 projectId, uint32 vintage) external pure returns (uint256);
    /// @notice What the id's buffer holds, kg.
    function bufferOf(uint256 id) external view returns (uint128);
    /// @notice What circulates of the id, kg.
    function totalSupply(uint256 id) external view returns (uint256);
    /// @notice What was retired of the id, kg.
    function retiredOf(uint256 id) external view returns (uint128);
    /// @notice Buffer of this id drawn by reversals. Issued = totalSupply + retired + buffer + cancelled, always.
    function cancelledOf(uint256 id) external view returns (uint128);
    /// @notice True while the holder's units of the id cannot move.
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
    /// @notice Credits are on offer.
    event Listed(
        bytes32 indexed listingId,
        address indexed seller,
        uint256 indexed creditId,
        uint128 kg,
        uint128 pricePtPerKg,
        uint64 expiresAt
    );
    /// @notice Credits were bought; the commission is part of what was paid.
    event Purchased(
        bytes32 indexed listingId,
        bytes32 indexed purchaseId,
        address indexed buyer,
        uint128 kg,
        uint128 paidPt,
        uint128 commissionPt
    );
    /// @notice What was unsold went back to the lister.
    event Cancelled(bytes32 indexed listingId, uint128 returnedKg);
    /// @notice The commission or its account was changed.
    event CommissionSet(uint16 commissionBps, address account);

    /// @notice The id was used before.
    error ListingExists(bytes32 listingId);
    /// @notice Nobody listed under this id.
    error UnknownListing(bytes32 listingId);
    /// @notice Before its end only the lister ends a listing.
    error NotLister(address account);
    /// @notice The listing is over.
    error ListingExpired(uint64 expiresAt);
    /// @notice Less is left than was asked for.
    error NotEnoughLeft(uint128 left, uint128 asked);
    /// @notice The id was used before.
    error PurchaseExists(bytes32 purchaseId);
    /// @notice Nothing would move.
    error ZeroAmount();
    /// @notice It costs more than the buyer agreed to.
    error PriceAboveMaximum(uint128 costPt, uint128 maxPt);
    /// @notice The seller's units cannot move for now, listed or not.
    error SellerSuspended(uint256 creditId, address seller);
    /// @notice An id, price or time is empty or out of bounds, or credits were sent here without a listing.
    error BadListing();
    /// @notice More than a tenth, or no account.
    error BadCommission();

    /// @notice Takes `kg` credits of the caller into the listing (approval needed).
    function list(bytes32 listingId, uint256 creditId, uint128 kg, uint128 pricePtPerKg, uint64 expiresAt) external;
    /// @notice Buys part or all; pays kg x price, of it the commission (rounded up) to the fee account.
    function buy(bytes32 listingId, bytes32 purchaseId, uint128 kg, uint128 maxPt) external;
    /// @notice Returns what is unsold. Lister at any time; anyone after expiry.
    function cancel(bytes32 listingId) external;
    /// @notice At most 1,000 basis points. Governance.
    function setCommission(uint16 commissionBps, address account) external;
    /// @notice A listing; no seller for an unknown id.
    function getListing(bytes32 listingId) external view returns (Listing memory);
}

/// @title Anchors of the audit log: tree heads, ever growing
interface IAuditAnchor {
    /// @notice A tree head was recorded.
    event Anchored(bytes32 indexed logId, uint64 treeSize, bytes32 root);

    /// @notice A log only grows.
    error NotGrowing(uint64 treeSize, uint64 anchored);
    /// @notice A head has a root.
    error ZeroRoot();

    /// @notice Records the tree head of log `logId`. Anchor role.
    function anchor(bytes32 logId, uint64 treeSize, bytes32 root) external;
    /// @notice The newest head of a log; zero when there is none.
    function head(bytes32 logId) external view returns (uint64 treeSize, bytes32 root, uint64 anchoredAt);
}
