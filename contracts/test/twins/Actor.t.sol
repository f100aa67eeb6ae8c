// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

/// @title Actor
/// @notice A party of the differential tests: does what its maker says, so that one call can act as many.
contract Actor is ERC1155Holder {
    address private immutable MAKER = msg.sender;

    function act(address target, bytes calldata data) external returns (bytes memory) {
        require(msg.sender == MAKER, "not the maker");
        (bool done, bytes memory result) = target.call(data);
        if (done) return result;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
