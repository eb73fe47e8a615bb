"""M/M/c in SimPy: a process per customer. Reads "servers customers" line by line, answers each with a line of JSON."""

import json
import random
import sys
import time

import simpy

LOAD = 0.8


class Queue:
    def __init__(self, servers, customers):
        self.random = random.Random(1)
        self.environment = simpy.Environment()
        self.servers = simpy.Resource(self.environment, capacity=servers)
        self.rate = LOAD * servers
        self.waited = 0.0
        self.environment.process(self.arrivals(customers))

    def arrivals(self, customers):
        for _ in range(customers):
            yield self.environment.timeout(self.random.expovariate(self.rate))
            self.environment.process(self.customer())

    def customer(self):
        arrived = self.environment.now
        with self.servers.request() as turn:
            yield turn
            self.waited += self.environment.now - arrived
            yield self.environment.timeout(self.random.expovariate(1))


for line in sys.stdin:
    servers, customers = map(int, line.split())
    queue = Queue(servers, customers)
    begun = time.perf_counter()
    queue.environment.run()
    seconds = time.perf_counter() - begun
    print(json.dumps({"customers": customers, "seconds": seconds, "wait": queue.waited / customers}), flush=True)
