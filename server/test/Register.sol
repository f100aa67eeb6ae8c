// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice A contract for tests of the machine room: accepts each id once, keeps sums, and can be closed.
contract Register {
    event Recorded(bytes32 indexed id, address indexed by, uint256 amount);
    event SumChanged(address indexed by, uint256 sum);

    error AlreadyRecorded(bytes32 id);
    error TooEarly(uint256 opensAt);
    error Closed();

    mapping(bytes32 => bool) public recorded;
    mapping(address => uint256) public sums;
    bool public closed;

    function record(bytes32 id, uint256 amount) external {
        if (closed) revert Closed();
        if (recorded[id]) revert AlreadyRecorded(id);
        recorded[id] = true;
        sums[msg.sender] += amount;
        emit Recorded(id, msg.sender, amount);
        emit SumChanged(msg.sender, sums[msg.sender]);
    }

    function recordAfter(bytes32 id, uint256 opensAt) external {
        if (block.timestamp < opensAt) revert TooEarly(opensAt);
        recorded[id] = true;
        emit Recorded(id, msg.sender, 0);
    }

    function setClosed(bool value) external {
        closed = value;
    }
}
