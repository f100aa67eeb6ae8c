// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {IAuditAnchor} from "./interfaces/ICarbon.sol";

/// @title AuditAnchor
/// @notice See IAuditAnchor.
contract AuditAnchor is IAuditAnchor, AccessManagedUpgradeable {
    struct Head {
        bytes32 root;
        uint64 treeSize;
        uint64 anchoredAt;
    }

    mapping(bytes32 logId => Head) private _heads;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    /// @notice Once, behind the proxy: the AccessManager.
    function initialize(address authority_) external initializer {
        __AccessManaged_init(authority_);
    }

    /// @inheritdoc IAuditAnchor
    function anchor(bytes32 logId, uint64 treeSize, bytes32 root) external restricted {
        if (root == 0) revert ZeroRoot();
        Head storage last = _heads[logId];
        if (treeSize <= last.treeSize) revert NotGrowing(treeSize, last.treeSize);
        _heads[logId] = Head(root, treeSize, uint64(block.timestamp));
        emit Anchored(logId, treeSize, root);
    }

    /// @inheritdoc IAuditAnchor
    function head(bytes32 logId) external view returns (uint64 treeSize, bytes32 root, uint64 anchoredAt) {
        Head memory last = _heads[logId];
        return (last.treeSize, last.root, last.anchoredAt);
    }
}
