// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {IParties, PartyRoles} from "./interfaces/IParties.sol";
import {IFoundationToken} from "./interfaces/ITokens.sol";

/// @title FoundationToken
/// @notice See IFoundationToken.
contract FoundationToken is IFoundationToken, ERC20Upgradeable, AccessManagedUpgradeable {
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
        __ERC20_init("Assay Foundation Token", "FT");
    }

    /// @inheritdoc IFoundationToken
    function mint(address to, uint256 amount) external restricted {
        _mint(to, amount);
    }

    /// @inheritdoc IFoundationToken
    function burnFrom(address from, uint256 amount) external restricted {
        _spendAllowance(from, _msgSender(), amount);
        _burn(from, amount);
    }

    /// @dev Every movement passes here. New tokens go to sovereigns only; existing ones also to contracts of the protocol.
    function _update(address from, address to, uint256 amount) internal override {
        uint32 holderRoles = from == address(0) ? PartyRoles.SOVEREIGN : PartyRoles.SOVEREIGN | PartyRoles.PROTOCOL;
        PARTIES.requireTransferable(from, to, holderRoles);
        super._update(from, to, amount);
    }
}
