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
import {IVerification, Outcome} from "./interfaces/IVerification.sol";

/// @title CarbonCredit
/// @notice See ICarbonCredit.
contract CarbonCredit is ICarbonCredit, ERC1155Upgradeable, AccessManagedUpgradeable {
    using SafeCast for uint256;

    /// @dev One word per id. 64 bits hold 18 billion gigatonnes in kg.
    struct Totals {
        uint64 supply;
        uint64 buffer;
        uint64 retired;
        uint64 cancelled;
    }

    uint32 private constant HOLDERS = PartyRoles.LANDOWNER | PartyRoles.CREDIT_BUYER | PartyRoles.PROTOCOL;
    uint256 private constant MAX_BATCH = 200;
    uint256 private constant MAX_POOLS = 100;
    uint256 private constant VINTAGE_MASK = type(uint32).max;

    mapping(uint256 id => Totals) private _totals;
    mapping(uint256 id => address) private _projectOwner;
    mapping(uint256 id => mapping(address holder => bool)) private _suspended;
    mapping(bytes32 caseId => bool) private _issued;
    mapping(bytes32 retirementId => bool) private _retired;
    mapping(bytes32 reversalId => bool) private _reversed;
    mapping(uint256 id => uint128) private _reversedKg;

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

    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
        __ERC1155_init("");
    }

    // ------------------------------------------------------------------------------------------------------------ issue

    /// @inheritdoc ICarbonCredit
    function issue(IssuanceTerms calldata terms) external {
        bytes32 caseId = terms.caseId;
        if (_issued[caseId]) revert AlreadyIssued(caseId);
        (Outcome outcome, uint128 quantity, uint128 contracted, bytes32 termsHash) = VERIFICATION.settledOutcome(caseId);
        if (outcome != Outcome.Approved && outcome != Outcome.Partial) revert NotSettled(caseId);
        if (keccak256(abi.encode(terms)) != termsHash) revert TermsMismatch(caseId);
        if (LAND_REGISTRY.isLocked(uint256(terms.parcelId))) revert ParcelIsLocked(uint256(terms.parcelId));

        uint256 id = creditId(terms.projectId, terms.vintage);
        uint64 netKg = Math.mulDiv(terms.netKg, quantity, contracted).toUint64();
        uint64 bufferKg = Math.mulDiv(terms.bufferKg, quantity, contracted).toUint64();
        if (netKg == 0) revert ZeroAmount();
        _issued[caseId] = true;
        _projectOwner[id] = terms.to;
        _totals[id].buffer += bufferKg;
        emit Issued(caseId, id, terms.to, netKg, bufferKg);
        _mint(terms.to, id, netKg, "");
    }

    // ----------------------------------------------------------------------------------------------------------- retire

    /// @inheritdoc ICarbonCredit
    function retire(bytes32 retirementId, uint256 id, uint128 kg, bytes32 beneficiaryHash, bytes32 purposeHash)
        external
    {
        _recordRetirement(retirementId, id, kg, beneficiaryHash, purposeHash);
        _burn(_msgSender(), id, kg);
    }

    /// @inheritdoc ICarbonCredit
    function retireBatch(
        bytes32[] calldata retirementIds,
        uint256[] calldata ids,
        uint128[] calldata kgs,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    ) external {
        uint256 items = retirementIds.length;
        if (ids.length != items || kgs.length != items) revert LengthMismatch();
        if (items == 0) revert ZeroAmount();
        if (items > MAX_BATCH) revert TooManyItems(items, MAX_BATCH);
        uint256[] memory amounts = new uint256[](items);
        for (uint256 i = 0; i < items; i++) {
            amounts[i] = kgs[i];
            _recordRetirement(retirementIds[i], ids[i], kgs[i], beneficiaryHash, purposeHash);
        }
        // An id that occurs twice is burned twice, one after the other, against the same balance.
        _burnBatch(_msgSender(), ids, amounts);
    }

    function _recordRetirement(
        bytes32 retirementId,
        uint256 id,
        uint128 kg,
        bytes32 beneficiaryHash,
        bytes32 purposeHash
    ) private {
        if (kg == 0) revert ZeroAmount();
        if (_retired[retirementId]) revert AlreadyRetired(retirementId);
        _retired[retirementId] = true;
        _totals[id].retired += uint256(kg).toUint64();
        emit Retired(retirementId, id, _msgSender(), kg, beneficiaryHash, purposeHash);
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
        uint128 reversedKg = _reversedKg[id];
        uint128 leftKg = uint128(totals.supply) + totals.retired - reversedKg;
        if (kg > leftKg) revert MoreThanIssued(leftKg, kg);
        _reversed[reversalId] = true;
        _reversedKg[id] = reversedKg + kg;

        uint128 fromOwn = _drawBuffer(reversalId, id, kg);
        uint128 missing = kg - fromOwn;
        for (uint256 i = 0; i < poolIds.length && missing != 0; i++) {
            missing -= _drawBuffer(reversalId, poolIds[i], missing);
        }
        if (missing != 0) revert BufferTooLow(missing);
        emit Reversed(reversalId, id, kg, fromOwn, kg - fromOwn, reasonHash);
        _setSuspended(id, _projectOwner[id], true);
    }

    function _drawBuffer(bytes32 reversalId, uint256 id, uint128 wanted) private returns (uint128 drawn) {
        Totals storage totals = _totals[id];
        uint64 buffer = totals.buffer;
        drawn = wanted < buffer ? wanted : buffer;
        if (drawn == 0) return 0;
        totals.buffer = buffer - uint64(drawn);
        totals.cancelled += uint64(drawn);
        emit BufferDrawn(reversalId, id, drawn);
    }

    /// @inheritdoc ICarbonCredit
    function setSuspended(uint256 id, address holder, bool suspended) external restricted {
        _setSuspended(id, holder, suspended);
    }

    function _setSuspended(uint256 id, address holder, bool suspended) private {
        _suspended[id][holder] = suspended;
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

    /// @dev Every movement passes here: transfers, mints and burns, single and batch.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        PARTIES.requireTransferable(from, to, HOLDERS);
        for (uint256 i = 0; i < ids.length; i++) {
            if (from != address(0) && _suspended[ids[i]][from]) revert Suspended(ids[i], from);
        }
        super._update(from, to, ids, values);
        if (from != address(0) && to != address(0)) return;
        for (uint256 i = 0; i < ids.length; i++) {
            Totals storage totals = _totals[ids[i]];
            if (from == address(0)) totals.supply += values[i].toUint64();
            else totals.supply -= values[i].toUint64();
        }
    }
}
