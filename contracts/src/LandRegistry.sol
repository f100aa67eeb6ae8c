// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {ILandRegistry, Title} from "./interfaces/ICarbon.sol";
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

    /// @notice Once, behind the proxy: the AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
        __ERC721_init("Assay Land Title", "LAND");
    }

    /// @inheritdoc ILandRegistry
    function register(Title[] calldata titles) external restricted {
        if (titles.length == 0) revert BadParcel();
        for (uint256 i = 0; i < titles.length; i++) {
            _register(titles[i]);
        }
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

    function _register(Title calldata title) private {
        uint256 tokenId = uint256(title.parcelId);
        if (_ownerOf(tokenId) != address(0)) revert ParcelExists(title.parcelId);
        if (title.parcelId == 0 || title.polygonCommitment == 0 || title.areaM2 == 0) revert BadParcel();
        if (_committed[title.polygonCommitment]) revert CommitmentUsed(title.polygonCommitment);
        _committed[title.polygonCommitment] = true;
        _mint(title.owner, tokenId);
        emit ParcelRegistered(
            title.parcelId, tokenId, title.owner, title.polygonCommitment, title.geohash, title.areaM2
        );
    }

    /// @dev Every movement passes here.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        if (_locked[tokenId]) revert ParcelIsLocked(tokenId);
        from = super._update(to, tokenId, auth);
        PARTIES.requireTransferable(from, to, PartyRoles.LANDOWNER);
    }
}
