// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC1155Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICarbonCredit, ILandRegistry, IssuanceTerms} from "./interfaces/ICarbon.sol";
import {IParties, PartyRoles} from "./interfaces/IParties.sol";
import {IVerification, Outcome, Programme} from "./interfaces/IVerification.sol";

/// @title CarbonCredit
/// @notice See ICarbonCredit.
contract CarbonCredit is ICarbonCredit, ERC1155Upgradeable, AccessManagedUpgradeable {
    using SafeCast for uint256;

    /// @dev One word per id. 56 bits hold 72,000 gigatonnes in kg, two thousand years of all emissions there are.
    struct Totals {
        uint56 supply;
        uint56 buffer;
        uint56 retired;
        uint56 cancelled;
        uint32 suspendedHolders; // while there is none, no holder has to be looked up
    }

    struct Origin {
        address projectOwner; // who was issued first; those who followed are in _laterOwners
        uint96 reversedKg;
    }

    uint32 private constant HOLDERS = PartyRoles.LANDOWNER | PartyRoles.CREDIT_BUYER | PartyRoles.PROTOCOL;
    uint256 private constant IDS_PER_WORD = 256;
    uint256 private constant MAX_POOLS = 100;
    uint256 private constant MAX_LATER_OWNERS = 31;
    uint256 private constant VINTAGE_MASK = type(uint32).max;

    mapping(uint256 id => Totals) private _totals;
    mapping(uint256 id => Origin) private _origins;
    mapping(uint256 id => mapping(address holder => bool)) private _suspended;
    mapping(bytes32 caseId => bool) private _issued;
    /// @dev A bit for each retirement id, in the word of the ids it shares all but the last byte with: ids in a row are cheap.
    mapping(uint256 word => uint256 bits) private _retired;
    mapping(bytes32 reversalId => bool) private _reversed;
    /// @dev A project that changes hands or wallet within a vintage has one credit id and several owners.
    mapping(uint256 id => address[]) private _laterOwners;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IVerification private immutable VERIFICATION;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    ILandRegistry private immutable LAND_REGISTRY;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties, IVerification verification, ILandRegistry landRegistry) {
        PARTIES = parties;
        VERIFICATION = verification;
        LAND_REGISTRY = landRegistry;
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
        __ERC1155_init("");
    }

    // ------------------------------------------------------------------------------------------------------------ issue

    /// @inheritdoc ICarbonCredit
    function issue(IssuanceTerms calldata terms) external {
        bytes32 caseId = terms.caseId;
        if (_issued[caseId]) revert AlreadyIssued(caseId);
        (Outcome outcome, uint128 quantity, uint128 contracted, bytes32 termsHash) =
            VERIFICATION.settledOutcome(caseId, Programme.Carbon);
        if (outcome != Outcome.Approved && outcome != Outcome.Partial) revert NotSettled(caseId);
        if (keccak256(abi.encode(terms)) != termsHash) revert TermsMismatch(caseId);
        if (LAND_REGISTRY.isLocked(uint256(terms.parcelId))) revert ParcelIsLocked(uint256(terms.parcelId));

        uint256 id = creditId(terms.projectId, terms.vintage);
        uint56 netKg = Math.mulDiv(terms.netKg, quantity, contracted).toUint56();
        uint56 bufferKg = Math.mulDiv(terms.bufferKg, quantity, contracted).toUint56();
        if (netKg == 0) revert ZeroAmount();
        _issued[caseId] = true;
        _noteOwner(id, terms.to);
        _totals[id].buffer += bufferKg;
        emit Issued(caseId, id, terms.to, netKg, bufferKg);
        _mint(terms.to, id, netKg, "");
    }

    /// @dev A reversal suspends everybody who was issued units of the id, not only who was the last.
    function _noteOwner(uint256 id, address owner) private {
        address first = _origins[id].projectOwner;
        if (first == owner) return;
        if (first == address(0)) {
            _origins[id].projectOwner = owner;
            return;
        }
        address[] storage later = _laterOwners[id];
        uint256 count = later.length;
        for (uint256 i = 0; i < count; i++) {
            if (later[i] == owner) return;
        }
        if (count == MAX_LATER_OWNERS) revert TooManyItems(count + 1, MAX_LATER_OWNERS);
        later.push(owner);
    }

    // ----------------------------------------------------------------------------------------------------------- retire

    /// @inheritdoc ICarbonCredit
    function retire(bytes32 retirementId, uint256 id, uint128 kg, bytes32 beneficiaryHash, bytes32 purposeHash)
        external
    {
        _markRetired(retirementId, 1);
        emit Retired(retirementId, id, _msgSender(), kg, beneficiaryHash, purposeHash);
        _burn(_msgSender(), id, kg);
    }

    /// @inheritdoc ICarbonCredit
    function retireBatch(
        bytes32 firstRetirementId,
        uint256[] calldata ids,
        uint256[] calldata kgs,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    ) external {
        if (kgs.length != ids.length) revert LengthMismatch();
        if (ids.length == 0) revert ZeroAmount();
        _markRetired(firstRetirementId, ids.length);
        emit RetiredBatch(firstRetirementId, _msgSender(), ids, kgs, beneficiaryHash, purposeHash);
        // An id that occurs twice is burned twice, one after the other, against the same balance.
        _burnBatch(_msgSender(), ids, kgs);
    }

    /// @dev Uses up `items` ids in a row, all of one word.
    function _markRetired(bytes32 first, uint256 items) private {
        uint256 left = IDS_PER_WORD - uint8(uint256(first));
        if (items > left) revert TooManyItems(items, left);
        uint256 bits = _retired[uint256(first) >> 8];
        uint256 marks = (type(uint256).max >> (IDS_PER_WORD - items)) << uint8(uint256(first));
        if (bits & marks != 0) revert AlreadyRetired(first);
        _retired[uint256(first) >> 8] = bits | marks;
    }

    // ---------------------------------------------------------------------------------------------------------- reverse

    /// @inheritdoc ICarbonCredit
    function reverse(bytes32 reversalId, uint256 id, uint128 kg, uint256[] calldata poolIds, bytes32 reasonHash)
        external
        restricted
    {
        if (kg == 0) revert ZeroAmount();
        if (_reversed[reversalId]) revert AlreadyReversed(reversalId);
        if (poolIds.length > MAX_POOLS) revert TooManyItems(poolIds.length, MAX_POOLS);
        Totals memory totals = _totals[id];
        // What holders were ever given and is not lost already; a kilogram cannot burn twice.
        Origin memory origin = _origins[id];
        uint128 leftKg = uint128(totals.supply) + totals.retired - origin.reversedKg;
        if (kg > leftKg) revert MoreThanIssued(leftKg, kg);
        _reversed[reversalId] = true;
        _origins[id].reversedKg = origin.reversedKg + uint96(kg);

        uint128 fromOwn = _drawBuffer(reversalId, id, kg);
        uint128 missing = kg - fromOwn;
        for (uint256 i = 0; i < poolIds.length && missing != 0; i++) {
            missing -= _drawBuffer(reversalId, poolIds[i], missing);
        }
        if (missing != 0) revert BufferTooLow(missing);
        emit Reversed(reversalId, id, kg, fromOwn, kg - fromOwn, reasonHash);
        _setSuspended(id, origin.projectOwner, true);
        address[] storage later = _laterOwners[id];
        uint256 count = later.length;
        for (uint256 i = 0; i < count; i++) {
            _setSuspended(id, later[i], true);
        }
    }

    function _drawBuffer(bytes32 reversalId, uint256 id, uint128 wanted) private returns (uint128 drawn) {
        Totals storage totals = _totals[id];
        uint56 buffer = totals.buffer;
        drawn = wanted < buffer ? wanted : buffer;
        if (drawn == 0) return 0;
        totals.buffer = buffer - uint56(drawn);
        totals.cancelled += uint56(drawn);
        emit BufferDrawn(reversalId, id, drawn);
    }

    /// @inheritdoc ICarbonCredit
    function setSuspended(uint256 id, address holder, bool suspended) external restricted {
        _setSuspended(id, holder, suspended);
    }

    function _setSuspended(uint256 id, address holder, bool suspended) private {
        if (_suspended[id][holder] != suspended) {
            _suspended[id][holder] = suspended;
            if (suspended) _totals[id].suspendedHolders++;
            else _totals[id].suspendedHolders--;
        }
        emit SuspendedSet(id, holder, suspended);
    }

    // -------------------------------------------------------------------------------------------------------- questions

    /// @inheritdoc ICarbonCredit
    function creditId(bytes32 projectId, uint32 vintage) public pure returns (uint256) {
        return (uint256(projectId) & ~VINTAGE_MASK) | vintage;
    }

    /// @inheritdoc ICarbonCredit
    function bufferOf(uint256 id) external view returns (uint128) {
        return _totals[id].buffer;
    }

    /// @inheritdoc ICarbonCredit
    function totalSupply(uint256 id) external view returns (uint256) {
        return _totals[id].supply;
    }

    /// @inheritdoc ICarbonCredit
    function retiredOf(uint256 id) external view returns (uint128) {
        return _totals[id].retired;
    }

    /// @inheritdoc ICarbonCredit
    function cancelledOf(uint256 id) external view returns (uint128) {
        return _totals[id].cancelled;
    }

    /// @inheritdoc ICarbonCredit
    function isSuspended(uint256 id, address holder) external view returns (bool) {
        return _suspended[id][holder];
    }

    // --------------------------------------------------------------------------------------------------------- movement

    /// @dev Every movement passes here: transfers, mints and burns, single and batch. What is burned is retired: there is no
    /// other way to burn.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        PARTIES.requireTransferable(from, to, HOLDERS);
        uint256 i = 0;
        while (i < ids.length) {
            uint256 id = ids[i];
            Totals memory totals = _totals[id];
            if (from != address(0) && totals.suspendedHolders != 0 && _suspended[id][from]) revert Suspended(id, from);
            if (from != address(0) && to != address(0)) {
                i++;
                continue;
            }
            // Items of one id that follow each other cost one read and one write.
            do {
                if (from == address(0)) totals.supply += values[i].toUint56();
                else _moveToRetired(totals, values[i]);
                i++;
            } while (i < ids.length && ids[i] == id);
            _totals[id] = totals;
        }
        super._update(from, to, ids, values);
    }

    function _moveToRetired(Totals memory totals, uint256 kg) private pure {
        if (kg == 0) revert ZeroAmount();
        // More than the supply is more than any balance: it fails where the balance is taken, and nothing of this stays.
        unchecked {
            totals.supply -= uint56(kg);
        }
        totals.retired += uint56(kg);
    }
}
