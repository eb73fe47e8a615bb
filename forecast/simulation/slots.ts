/** One request that a slot works on. */
export interface Work {
    arrivedAt: number;
    serviceSeconds: number;
    /** When the slot is free again. */
    end: number;
    /** Whether the model takes longer than it may, so that `end` is when it is given up. */
    late: boolean;
}

/** Marks a slot that has nothing to work on. */
const nothing = -1;

/**
 * The slots of all instances in service, as a heap by the time at which each is free. Parallel arrays rather than objects, so that a
 * request costs no allocation; the kernel works on them directly.
 */
export class Slots {
    size = 0;
    /** The heap: when the slot at each place is free. The first is the earliest, `Infinity` while there is no slot. */
    ends = new Float64Array([Infinity]);
    /** The slot at each place of the heap; the arrays below are indexed by slot. */
    slotAt = new Int32Array(1);
    /** Arrival of the request that was started last; -1 when there was none, or it has been counted. */
    arrivedAt = new Float64Array(1);
    serviceSeconds = new Float64Array(1);
    late = new Uint8Array(1);
    private instanceOf = new Int32Array(1);
    private readonly unused: number[] = [0];

    /** Adds the slots of an instance, free from `at` on. */
    add(instance: number, count: number, at: number): void {
        while (this.unused.length < count) this.grow();
        for (let i = 0; i < count; i++) {
            const slot = this.unused.pop() as number;
            this.arrivedAt[slot] = nothing;
            this.instanceOf[slot] = instance;
            this.ends[this.size] = at;
            this.slotAt[this.size++] = slot;
        }
        this.restoreHeap();
    }

    /** Takes an instance's slots out. @returns what they were started on and has not been counted, oldest first */
    remove(instance: number): Work[] {
        const works: Work[] = [];
        let kept = 0;
        for (let place = 0; place < this.size; place++) {
            const slot = this.slotAt[place] as number;
            if (this.instanceOf[slot] === instance) {
                if (this.arrivedAt[slot] !== nothing) works.push(this.workAt(place));
                this.unused.push(slot);
                continue;
            }
            this.ends[kept] = this.ends[place] as number;
            this.slotAt[kept++] = slot;
        }
        this.size = kept;
        this.restoreHeap();
        return works.sort((a, b) => a.arrivedAt - b.arrivedAt);
    }

    /** Gives the slot that is free first its next work. */
    startFirst(end: number, arrivedAt: number, serviceSeconds: number, late: boolean): void {
        const slot = this.slotAt[0] as number;
        this.arrivedAt[slot] = arrivedAt;
        this.serviceSeconds[slot] = serviceSeconds;
        this.late[slot] = late ? 1 : 0;
        this.ends[0] = end;
        this.sinkFirst();
    }

    /** Puts the first of the heap where it belongs, after its end has been put later. */
    sinkFirst(): void {
        const { ends, slotAt, size } = this;
        const end = ends[0] as number;
        const slot = slotAt[0] as number;
        let hole = 0;
        for (;;) {
            let child = 2 * hole + 1;
            if (child >= size) break;
            let earliest = ends[child] as number;
            if (child + 1 < size && (ends[child + 1] as number) < earliest) earliest = ends[++child] as number;
            if (end <= earliest) break;
            ends[hole] = earliest;
            slotAt[hole] = slotAt[child] as number;
            hole = child;
        }
        ends[hole] = end;
        slotAt[hole] = slot;
    }

    /** Calls `counted` for all work that has ended by `at` and has not been counted yet. */
    countEnded(at: number, counted: (work: Work) => void): void {
        for (let place = 0; place < this.size; place++) {
            const slot = this.slotAt[place] as number;
            if (this.arrivedAt[slot] === nothing || (this.ends[place] as number) > at) continue;
            counted(this.workAt(place));
            this.arrivedAt[slot] = nothing;
        }
    }

    /** Slots that work at a moment. */
    busy(at: number): number {
        let busy = 0;
        for (let place = 0; place < this.size; place++) if ((this.ends[place] as number) > at) busy++;
        return busy;
    }

    /** Instances by the number of their slots that work at a moment; of equals the oldest first. */
    leastBusyFirst(at: number): number[] {
        const busy = new Map<number, number>();
        for (let place = 0; place < this.size; place++) {
            const instance = this.instanceOf[this.slotAt[place] as number] as number;
            busy.set(instance, (busy.get(instance) ?? 0) + ((this.ends[place] as number) > at ? 1 : 0));
        }
        return [...busy].sort(([a, busyA], [b, busyB]) => busyA - busyB || a - b).map(([instance]) => instance);
    }

    private workAt(place: number): Work {
        const slot = this.slotAt[place] as number;
        return {
            arrivedAt: this.arrivedAt[slot] as number,
            serviceSeconds: this.serviceSeconds[slot] as number,
            end: this.ends[place] as number,
            late: this.late[slot] === 1,
        };
    }

    /** A sorted array is a heap; instances come and go rarely. */
    private restoreHeap(): void {
        const places = Array.from({ length: this.size }, (_, place) => place);
        places.sort((a, b) => (this.ends[a] as number) - (this.ends[b] as number));
        const ends = places.map((place) => this.ends[place] as number);
        const slots = places.map((place) => this.slotAt[place] as number);
        this.ends.fill(Infinity);
        this.ends.set(ends);
        this.slotAt.set(slots);
    }

    private grow(): void {
        const before = this.ends.length;
        const length = before * 2;
        const enlarged = <T extends Float64Array | Int32Array | Uint8Array>(array: T, larger: T): T => {
            larger.set(array);
            return larger;
        };
        this.ends = enlarged(this.ends, new Float64Array(length).fill(Infinity));
        this.slotAt = enlarged(this.slotAt, new Int32Array(length));
        this.arrivedAt = enlarged(this.arrivedAt, new Float64Array(length));
        this.serviceSeconds = enlarged(this.serviceSeconds, new Float64Array(length));
        this.late = enlarged(this.late, new Uint8Array(length));
        this.instanceOf = enlarged(this.instanceOf, new Int32Array(length));
        for (let slot = length - 1; slot >= before; slot--) this.unused.push(slot);
    }
}
