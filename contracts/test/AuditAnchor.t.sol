// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAuditAnchor} from "../src/interfaces/ICarbon.sol";
import {Base} from "./Base.t.sol";
import {vm} from "./Vm.sol";

contract AuditAnchorTest is Base {
    bytes32 private constant LOG = keccak256("log");
    bytes32 private constant ROOT = keccak256("root");

    function testFuzz_tree_heads_only_grow(uint64 first, uint64 second) public {
        first = uint64(bound(first, 1, type(uint64).max));
        vm.startPrank(ANCHOR);
        auditAnchor.anchor(LOG, first, ROOT);
        if (second <= first) {
            vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.NotGrowing.selector, second, first));
        }
        auditAnchor.anchor(LOG, second, keccak256("another root"));
        (uint64 size, bytes32 root, uint64 at) = auditAnchor.head(LOG);
        assertEq(size, second > first ? second : first, "size");
        assertEq(root, second > first ? keccak256("another root") : ROOT, "root");
        assertEq(at, block.timestamp, "time");
    }

    function test_refuses_an_empty_log_and_an_empty_root() public {
        vm.startPrank(ANCHOR);
        vm.expectRevert(abi.encodeWithSelector(IAuditAnchor.NotGrowing.selector, 0, 0));
        auditAnchor.anchor(LOG, 0, ROOT);
        vm.expectRevert(IAuditAnchor.ZeroRoot.selector);
        auditAnchor.anchor(LOG, 1, 0);
    }

    function testFuzz_only_the_anchor_role(address caller) public {
        vm.assume(caller != ANCHOR && caller.code.length == 0);
        expectUnauthorized(caller);
        auditAnchor.anchor(LOG, 1, ROOT);
    }
}
