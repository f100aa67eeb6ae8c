// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IssuanceWindow} from "../src/IssuanceWindow.sol";
import {Assertions} from "./Assertions.sol";
import {vm} from "./Vm.sol";

/// @notice The window against a full history: the sum is always that of the 30 days before today, exactly.
contract IssuanceWindowTest is Assertions {
    using IssuanceWindow for IssuanceWindow.Window;

    IssuanceWindow.Window private _window;
    mapping(uint256 day => uint256) private _history;

    function testFuzz_equals_the_full_history(uint64[40] memory amounts, uint8[40] memory gaps) public {
        uint256 day = 20_000;
        for (uint256 i = 0; i < 40; i++) {
            // Mostly small steps, sometimes far beyond the window.
            day += gaps[i] < 200 ? gaps[i] % 8 : uint256(gaps[i]) - 190;
            vm.warp(day * 1 days + uint256(gaps[i]) * 300);
            uint256 expected = 0;
            for (uint256 back = 1; back <= 30; back++) {
                expected += _history[day - back];
            }
            assertEq(_window.roll(), expected, "sum of 30 days");
            assertEq(_window.mintedToday(), _history[day], "today");
            _window.add(amounts[i]);
            _history[day] += amounts[i];
        }
    }
}
