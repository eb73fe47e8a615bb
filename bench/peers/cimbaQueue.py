"""M/M/c in Cimba: a compiled model of processes. Reads "servers customers" line by line, answers each with a line of JSON."""

import json
import sys
import time

import cimba as cb
from cimba import inputs

LOAD = 0.8


def model_of(servers):
    class Queue(cb.Model):
        interarrival: cb.Input[float] = inputs.dist.exponential(mean=1 / (LOAD * servers))
        service_time: cb.Input[float] = inputs.dist.exponential(mean=1)
        queue: cb.Container
        served: int = 0
        customers: cb.Output[float]
        waiting: cb.Output[float]

        @cb.process
        def arrivals(self):
            while True:
                cb.hold(self.interarrival.next())
                self.queue.put(1)

        @cb.process(copies=servers)
        def server(self):
            while True:
                self.queue.get(1)
                cb.hold(self.service_time.next())
                self.served += 1

        @cb.on_end
        def measure(self):
            self.customers = self.served
            self.waiting = self.queue.mean_level()

    return Queue()


models = {}
for line in sys.stdin:
    servers, customers = map(int, line.split())
    if servers not in models:
        models[servers] = model_of(servers)
        # Compiles.
        cb.Experiment(models[servers], window=cb.Window(duration=10)).run(workers=1)
    model = models[servers]
    experiment = cb.Experiment(model, window=cb.Window(duration=customers / (LOAD * servers)), seed=1)
    begun = time.perf_counter()
    results = experiment.run(workers=1)
    seconds = time.perf_counter() - begun
    served = float(results[model].customers.values[0, 0])
    waiting = float(results[model].waiting.values[0, 0])
    print(json.dumps({"customers": served, "seconds": seconds, "wait": waiting / (LOAD * servers)}), flush=True)
