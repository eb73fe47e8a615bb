/** A running model container: it answers `GET /ping` and `POST /invocations`. */
export interface Container {
    /** `http://127.0.0.1:port` */
    readonly url: string;
    /** SIGTERM, and SIGKILL if that does not help, as SageMaker does. */
    stop(): Promise<void>;
}

/** Where the laptop AWS starts containers. */
export interface ContainerHost {
    /**
     * Starts one container as `docker run <image> serve` would.
     *
     * @param environment the model's environment variables
     * @param onLine told of every line that the container prints, at most 16,384 characters of it at a time, until it has stopped
     * @returns once `/ping` answered 200
     * @throws Error with what the container printed, when it ended or did not answer in time
     */
    start(
        image: string,
        environment: Readonly<Record<string, string>>,
        onLine?: (line: string) => void,
    ): Promise<Container>;
}
