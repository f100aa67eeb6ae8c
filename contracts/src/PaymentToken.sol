// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {
    ERC20PermitUpgradeable
} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {IParties} from "./interfaces/IParties.sol";
import {IPaymentToken} from "./interfaces/ITokens.sol";

/// @title PaymentToken
/// @notice See IPaymentToken. Anyone may hold it; a frozen account can neither send nor receive.
contract PaymentToken is IPaymentToken, ERC20PermitUpgradeable, AccessManagedUpgradeable {
    uint256 private constant CAP = 500_000_000e18;

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
        __ERC20_init("Assay Payment Token", "PT");
        __ERC20Permit_init("Assay Payment Token");
    }

    /// @inheritdoc IPaymentToken
    function mint(address to, uint256 amount) external restricted {
        _mint(to, amount);
    }

    /// @inheritdoc IPaymentToken
    function burn(uint256 amount) external {
        _burn(_msgSender(), amount);
    }

    /// @inheritdoc IPaymentToken
    function cap() external pure returns (uint256) {
        return CAP;
    }

    /// @dev Every movement passes here: transfer, transferFrom, mint and burn.
    function _update(address from, address to, uint256 amount) internal override {
        PARTIES.requireTransferable(from, to, 0);
        super._update(from, to, amount);
        if (from == address(0) && totalSupply() > CAP) revert CapExceeded(totalSupply(), CAP);
    }
}
