// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assertions} from "../Assertions.sol";

/// @notice An invariant test with one handler: forge calls the handler's public functions only.
abstract contract Invariants is Assertions {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function handlerSelectors() internal view virtual returns (address handler, bytes4[] memory selectors);

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        (targets[0],) = handlerSelectors();
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        (address handler, bytes4[] memory selectors) = handlerSelectors();
        targets[0] = FuzzSelector(handler, selectors);
    }
}
