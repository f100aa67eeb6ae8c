// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Allocation} from "../../src/Allocation.sol";
import {FoundationToken} from "../../src/FoundationToken.sol";
import {AllocationRecord, AllocationTerms} from "../../src/interfaces/IAllocation.sol";
import {Escrow} from "../../src/Escrow.sol";
import {EscrowTerms} from "../../src/interfaces/IEscrow.sol";
import {PartyRoles} from "../../src/interfaces/IParties.sol";
import {Programme} from "../../src/interfaces/IVerification.sol";
import {Actor} from "./Actor.t.sol";
import {System} from "./System.t.sol";

/// @notice Many worlds side by side, each with a Foundation Token and an Allocation of its own on the common Verification and
/// Escrow. The test carries one sequence through each world, a block for each moment, and throws the blocks away.
contract LimitsTwin is System {
    struct World {
        FoundationToken token;
        Allocation allocation;
    }

    uint256 private constant STEP_WORDS = 11;
    uint256 private constant STEP_ANSWERS = 7;

    World[] private worlds;
    Actor[2] private sovereigns;
    Actor private buyer;
    Actor private seller;

    constructor(Book memory book_) System(book_) {}

    function begin() external {
        _begin();
        sovereigns = [_admitted(PartyRoles.SOVEREIGN), _admitted(PartyRoles.SOVEREIGN)];
        buyer = _admitted(PartyRoles.TRADER);
        seller = _admitted(PartyRoles.TRADER);
        book.paymentToken.mint(address(buyer), book.paymentToken.cap());
        buyer.act(
            address(book.paymentToken),
            abi.encodeCall(book.paymentToken.approve, (address(book.escrow), type(uint256).max))
        );
    }

    /// @param tokenCode the code behind the deployed FoundationToken.
    /// @param creation creation code of Allocation, whose token is fixed when it is created.
    function grow(uint256 count, address tokenCode, bytes calldata creation) external {
        for (uint256 i = 0; i < count; i++) {
            FoundationToken token = FoundationToken(Clones.clone(tokenCode));
            token.initialize(address(book.manager));
            Allocation allocation = Allocation(
                Clones.clone(_created(bytes.concat(creation, abi.encode(token, book.verification, book.escrow))))
            );
            allocation.initialize(address(book.manager), 0, 1, 1, 0, 1);
            worlds.push(World(token, allocation));
            _restrict(address(token), FoundationToken.mint.selector, ALLOCATOR);
            _restrict(address(token), FoundationToken.burnFrom.selector, CONVERTER);
            _restrict(address(allocation), Allocation.setLimits.selector, GOVERNANCE_A);
            _restrict(address(allocation), Allocation.resolveHold.selector, REVIEWER);
            book.manager.grantRole(ALLOCATOR, address(allocation), 0);
            for (uint256 j = 0; j < 2; j++) {
                bytes memory approval = abi.encodeCall(token.approve, (address(this), type(uint256).max));
                sovereigns[j].act(address(token), approval);
            }
        }
    }

    function _created(bytes memory creation) private returns (address code) {
        assembly ("memory-safe") {
            code := create(0, add(creation, 32), mload(creation))
        }
        require(code != address(0), "not created");
    }

    function _restrict(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        book.manager.setTargetFunctionRole(target, selectors, role);
    }

    /// @notice The steps of one moment. Words of each: world, kind, number of the allocation, then
    /// 0 allocate: sovereign, PT value, Bm, volatility factor (weight 1), modifier, eligibility << 128 | expected, quantity, contracted;
    /// 1 resolve the hold: approved; 2 release the queue; 3 set limits: floor, single, sovereign, growth, deviation;
    /// 4 burn: sovereign, amount.
    /// @return answers of each: 0 or the refusal; state, raw, minted, queued of the allocation; supply; held by its sovereign.
    function run(uint256[] calldata words) external returns (uint256[] memory answers) {
        uint256 steps = words.length / STEP_WORDS;
        answers = new uint256[](steps * STEP_ANSWERS);
        for (uint256 i = 0; i < steps; i++) {
            uint256[] calldata step = words[i * STEP_WORDS:(i + 1) * STEP_WORDS];
            World memory world = worlds[step[0]];
            bytes32 caseId = keccak256(abi.encode(step[0], step[2]));
            uint256 at = i * STEP_ANSWERS;
            answers[at] = _step(world, caseId, step);
            AllocationRecord memory record = world.allocation.getAllocation(caseId);
            answers[at + 1] = uint256(record.state);
            answers[at + 2] = record.raw;
            answers[at + 3] = record.minted;
            answers[at + 4] = record.queued;
            answers[at + 5] = world.token.totalSupply();
            answers[at + 6] = world.token.balanceOf(record.sovereign);
        }
    }

    function _step(World memory world, bytes32 caseId, uint256[] calldata step) private returns (uint256) {
        if (step[1] == 0) return _allocate(world, caseId, step);
        if (step[1] == 1) {
            return
                _try(
                    address(world.allocation), abi.encodeCall(Allocation.resolveHold, (caseId, step[3] == 1)), reviewer
                );
        }
        if (step[1] == 2) {
            return _try(address(world.allocation), abi.encodeCall(Allocation.releaseQueued, (caseId)), seller);
        }
        if (step[1] == 3) {
            world.allocation
                .setLimits(uint128(step[3]), uint16(step[4]), uint16(step[5]), uint16(step[6]), uint16(step[7]));
        } else {
            world.token.burnFrom(address(sovereigns[step[3]]), step[4]);
        }
        return 0;
    }

    function _allocate(World memory world, bytes32 caseId, uint256[] calldata step) private returns (uint256) {
        AllocationTerms memory terms;
        terms.caseId = caseId;
        terms.buyer = address(buyer);
        terms.seller = address(seller);
        terms.sovereign = address(sovereigns[step[3]]);
        terms.ptValue = uint128(step[4]);
        terms.baseMultiplierE4 = uint32(step[5]);
        terms.factorsE4[0] = int32(int256(step[6]));
        terms.weightsE4[0] = 10_000;
        terms.modifierE4 = uint32(step[7]);
        terms.eligibilityBps = uint16(step[8] >> 128);
        terms.expected = uint128(step[8]);
        EscrowTerms memory trade = EscrowTerms({
            caseId: caseId,
            buyer: address(buyer),
            seller: address(seller),
            amount: terms.ptValue,
            tradeFee: 0,
            verificationFee: 0,
            burnBps: 0,
            timeoutAt: uint64(block.timestamp + 1)
        });
        buyer.act(address(book.escrow), abi.encodeCall(Escrow.fund, (trade)));
        _settle(Programme.Commodity, caseId, keccak256(abi.encode(terms)), uint128(step[9]), uint128(step[10]));
        return _try(address(world.allocation), abi.encodeCall(Allocation.allocate, (terms)), seller);
    }

    function _try(address target, bytes memory data, Actor actor) private returns (uint256) {
        try actor.act(target, data) {
            return 0;
        } catch (bytes memory refusal) {
            return uint32(bytes4(refusal));
        }
    }
}
