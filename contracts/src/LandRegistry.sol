// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {ILandRegistry} from "./interfaces/ICarbon.sol";
import {IParties, PartyRoles} from "./interfaces/IParties.sol";

/// @title LandRegistry
/// @notice See ILandRegistry. A title is a record of evidence, held by active landowners.
contract LandRegistry is ILandRegistry, ERC721Upgradeable, AccessManagedUpgradeable {
    mapping(bytes32 polygonCommitment => bool) private _committed;
    mapping(uint256 tokenId => bool) private _locked;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IParties private immutable PARTIES;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IParties parties) {
        PARTIES = parties;
        _disableInitializers();
    }

    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
        __ERC721_init("Assay Land Title", "LAND");
    }

    /// @inheritdoc ILandRegistry
    function register(bytes32 parcelId, address owner, bytes32 polygonCommitment, bytes5 geohash, uint64 areaM2)
        external
        restricted
    {
        uint256 tokenId = uint256(parcelId);
        if (_ownerOf(tokenId) != address(0)) revert ParcelExists(parcelId);
        if (parcelId == 0 || polygonCommitment == 0 || areaM2 == 0) revert BadParcel();
        if (_committed[polygonCommitment]) revert CommitmentUsed(polygonCommitment);
        _committed[polygonCommitment] = true;
        _mint(owner, tokenId);
        emit ParcelRegistered(parcelId, tokenId, owner, polygonCommitment, geohash, areaM2);
    }

    /// @inheritdoc ILandRegistry
    function lock(uint256 tokenId, bytes32 reasonHash) external restricted {
        _requireOwned(tokenId);
        _locked[tokenId] = true;
        emit ParcelLocked(tokenId, reasonHash);
    }

    /// @inheritdoc ILandRegistry
    function unlock(uint256 tokenId) external restricted {
        _requireOwned(tokenId);
        _locked[tokenId] = false;
        emit ParcelUnlocked(tokenId);
    }

    /// @inheritdoc ILandRegistry
    function isLocked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return _locked[tokenId];
    }

    /// @dev Every movement passes here.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        if (_locked[tokenId]) revert ParcelIsLocked(tokenId);
        from = super._update(to, tokenId, auth);
        PARTIES.requireTransferable(from, to, PartyRoles.LANDOWNER);
    }
}
